package dev.rejoin.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.aws.config.TableRole;
import dev.rejoin.aws.wire.Answer;
import dev.rejoin.aws.wire.AnswerCodec;
import dev.rejoin.aws.wire.Refusal;
import dev.rejoin.aws.wire.RequestCodec;
import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridTime;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.Outcome.Kind;
import dev.rejoin.replica.Outcome.Reason;
import dev.rejoin.replica.Shipment;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;

/** An applier that is asked by somebody who may invoke it, and wants no good. */
class HostilePeerTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final TestRegions REGIONS = new TestRegions(5000, EU.name(), US.name());

    private static Answer ask(byte[] payload) {
        InvokeRequest request =
                InvokeRequest.builder().payload(SdkBytes.fromByteArray(payload)).build();
        byte[] answer = REGIONS.region(US.name())
                .lambda
                .invoke(request)
                .join()
                .payload()
                .asByteArray();
        return AnswerCodec.decode(answer);
    }

    private static List<Outcome> send(Shipment... shipments) {
        byte[] payload = RequestCodec.apply(TableRole.DATA, EU, US, List.of(shipments))
                .get(0)
                .payload()
                .asByteArray();
        return ask(payload).outcomes();
    }

    private static Shipment shipment(ItemKey key, String attribute, Value value, Dot dot) {
        return new Shipment(
                key,
                new VersionBuilder(Version.EMPTY)
                        .seen(dot)
                        .existence(dot)
                        .register(attribute, Cell.of(dot, value))
                        .build());
    }

    private static Dot now(Actor actor) {
        return new Dot(HybridTime.ofMillis(System.currentTimeMillis()), actor);
    }

    private static Shipment good(String key) {
        return shipment(ItemKey.of("pk", key), "status", new Value.S("new"), now(EU));
    }

    private static Outcome malformed() {
        return Outcome.refused(Reason.MALFORMED);
    }

    @Test
    void aPingIsAnsweredWithTheTime() {
        Answer answer = ask(RequestCodec.ping(TableRole.CONTROL, EU, US));
        assertThat(answer.timeMillis()).isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis());
        assertThat(answer.refusal()).isNull();
    }

    @Test
    void requestsOfStrangersAndForOthersAreRefused() {
        assertThat(ask(RequestCodec.ping(TableRole.DATA, new Actor("mars-1"), US))
                        .refusal())
                .isEqualTo(Refusal.UNKNOWN_ACTOR);
        assertThat(ask(RequestCodec.ping(TableRole.DATA, US, US)).refusal()).isEqualTo(Refusal.UNKNOWN_ACTOR);
        assertThat(ask(RequestCodec.ping(TableRole.DATA, EU, new Actor("mars-1")))
                        .refusal())
                .isEqualTo(Refusal.WRONG_REGION);
    }

    @Test
    void versionsThatDoNotFitTheTableChangeNothing() {
        ItemKey key = ItemKey.of("pk", "bad");
        Value text = new Value.S("x");
        assertThat(send(
                        shipment(ItemKey.of("id", "bad"), "status", text, now(EU)),
                        shipment(ItemKey.of(Map.of("pk", text, "sk", text)), "status", text, now(EU)),
                        shipment(ItemKey.of("pk", ""), "status", text, now(EU)),
                        shipment(ItemKey.of("pk", "k".repeat(2049)), "status", text, now(EU)),
                        shipment(key, "pk", text, now(EU)),
                        shipment(key, "_rejoin", text, now(EU)),
                        shipment(key, "", text, now(EU))))
                .hasSize(7)
                .containsOnly(malformed());
        assertThat(send(
                        shipment(key, "status", new Value.B(new byte[410 * 1024]), now(EU)),
                        shipment(key, "status", text, now(new Actor("mars-1"))),
                        shipment(key, "status", text, now(US)),
                        shipment(key, "status", text, new Dot(HybridTime.ofMillis(4_000_000_000_000L), EU))))
                .containsExactly(
                        Outcome.refused(Reason.ITEM_TOO_LARGE),
                        Outcome.refused(Reason.UNKNOWN_ACTOR),
                        Outcome.refused(Reason.NEVER_ISSUED),
                        Outcome.refused(Reason.CLOCK_AHEAD));
        assertThat(REGIONS.region(US.name()).items()).doesNotContainKeys("bad", "");
    }

    @Test
    void aKeyOfAnotherTypeDoesNotStopItsNeighbours() {
        ItemKey number = new ItemKey(Attributes.of("pk", Value.N.of(7)));
        List<Outcome> outcomes =
                send(good("before"), shipment(number, "status", new Value.S("x"), now(EU)), good("after"));

        assertThat(outcomes).extracting(Outcome::kind).containsExactly(Kind.APPLIED, Kind.WAIT, Kind.APPLIED);
        assertThat(outcomes.get(1).reason()).isEqualTo(Reason.STORE_FAILED);
        assertThat(REGIONS.region(US.name()).items()).containsKeys("before", "after");
    }
}
