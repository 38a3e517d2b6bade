package dev.rejoin.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rejoin.aws.config.TableRole;
import dev.rejoin.aws.wire.Request.Kind;
import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridTime;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.Outcome.Reason;
import dev.rejoin.replica.Shipment;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestCodecTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");

    private static final String HEAD =
            "{\"format\":1,\"kind\":\"apply\",\"table\":\"data\",\"from\":\"eu-west-1\",\"to\":\"us-east-1\",";

    private static final String GOLDEN_BODY = HEAD + "\"shipments\":[{\"key\":{\"pk\":{\"S\":\"order#1\"}},"
            + "\"clock\":\"AQEJZXUtd2VzdC0xgIAEAAIBAQEBDHN0YXR1cwA=\",\"values\":{\"status\":{\"S\":\"new\"}}}]}";

    private static Shipment golden() {
        Dot dot = new Dot(HybridTime.ofMillis(1), EU);
        return new Shipment(
                ItemKey.of("pk", "order#1"),
                new VersionBuilder(Version.EMPTY)
                        .seen(dot)
                        .existence(dot)
                        .register("status", Cell.of(dot, new Value.S("new")))
                        .build());
    }

    private static List<Shipment> sent(List<Parcel> parcels) {
        List<Shipment> shipments = new ArrayList<>();
        for (Parcel parcel : parcels) {
            Request request = RequestCodec.decode(parcel.payload().asByteArrayUnsafe());
            assertThat(request.cargo()).extracting(Cargo::reason).containsOnly(Reason.NONE);
            assertThat(request.cargo()).extracting(Cargo::shipment).isEqualTo(parcel.shipments());
            shipments.addAll(parcel.shipments());
        }
        return shipments;
    }

    private static byte[] payload(String body) {
        return payload(Gzip.deflate(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] payload(byte[] compressed) {
        String base64 = Base64.getEncoder().encodeToString(compressed);
        return ("{\"rejoin\":1,\"body\":\"" + base64 + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    private static Cargo only(String shipment) {
        List<Cargo> cargo = RequestCodec.decode(payload(HEAD + "\"shipments\":[" + shipment + "]}"))
                .cargo();
        assertThat(cargo).hasSize(1);
        return cargo.get(0);
    }

    @Test
    void whatIsReadIsWhatWasSent() {
        for (int seed = 0; seed < 200; seed++) {
            List<Shipment> shipments = new RandomShipments(seed).shipments(30);
            List<Parcel> parcels = RequestCodec.apply(TableRole.DATA, EU, US, shipments);
            assertThat(parcels).hasSize(1);
            assertThat(sent(parcels)).isEqualTo(shipments);
        }
    }

    @Test
    void aRequestSaysWhatItIsFor() {
        byte[] payload = RequestCodec.apply(TableRole.CONTROL, EU, US, List.of(golden()))
                .get(0)
                .payload()
                .asByteArrayUnsafe();
        assertThat(RequestCodec.decode(payload))
                .isEqualTo(new Request(Kind.APPLY, TableRole.CONTROL, EU, US, List.of(Cargo.of(golden()))));
        assertThat(RequestCodec.decode(RequestCodec.ping(TableRole.DATA, EU, US)))
                .isEqualTo(new Request(Kind.PING, TableRole.DATA, EU, US, List.of()));
    }

    @Test
    void theBytesOfABodyStayAsTheyAre() {
        assertThat(new String(
                        RequestCodec.body(Kind.APPLY, TableRole.DATA, EU, US, List.of(golden())),
                        StandardCharsets.UTF_8))
                .isEqualTo(GOLDEN_BODY);
        assertThat(RequestCodec.decode(payload(GOLDEN_BODY)).cargo()).containsExactly(Cargo.of(golden()));
    }

    @Test
    void whatIsTooMuchForOneCallGoesInSeveral() {
        List<Shipment> shipments = new RandomShipments(1).shipments(500);
        List<Parcel> parcels = RequestCodec.apply(TableRole.DATA, EU, US, shipments, 4096);

        assertThat(parcels)
                .hasSizeGreaterThan(4)
                .allMatch(parcel -> parcel.payload().asByteArrayUnsafe().length <= 4096);
        assertThat(sent(parcels)).isEqualTo(shipments);
    }

    @Test
    void theLargestItemsOfAllGoInCallsThatLambdaTakes() {
        Random random = new Random(1);
        List<Shipment> shipments = new ArrayList<>();
        Dot dot = new Dot(1, EU);
        for (int i = 0; i < 25; i++) {
            byte[] incompressible = new byte[399 * 1024];
            random.nextBytes(incompressible);
            VersionBuilder version = new VersionBuilder(Version.EMPTY).seen(dot);
            shipments.add(new Shipment(
                    ItemKey.of("pk", "k" + i),
                    version.register("a", Cell.of(dot, new Value.B(incompressible)))
                            .build()));
        }
        List<Parcel> parcels = RequestCodec.apply(TableRole.DATA, EU, US, shipments);

        assertThat(parcels)
                .hasSizeGreaterThan(1)
                .allMatch(parcel -> parcel.payload().asByteArrayUnsafe().length <= RequestCodec.MAX_PAYLOAD);
        assertThat(sent(parcels)).isEqualTo(shipments);
    }

    @Test
    void aShipmentThatCannotBeReadDoesNotSpoilTheOthers() {
        String good = GOLDEN_BODY.substring(GOLDEN_BODY.indexOf("[{") + 1, GOLDEN_BODY.length() - 2);
        List<Cargo> cargo = RequestCodec.decode(
                        payload(HEAD + "\"shipments\":[" + good + ",{\"key\":7}," + good + "]}"))
                .cargo();

        assertThat(cargo).containsExactly(Cargo.of(golden()), Cargo.unreadable(Reason.MALFORMED), Cargo.of(golden()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "{}",
                "{\"key\":{},\"clock\":\"AQA=\",\"values\":{}}",
                "{\"key\":{\"pk\":{\"BOOL\":true}},\"clock\":\"AQAAAAAA\",\"values\":{}}",
                "{\"key\":{\"pk\":{\"S\":\"a\"}},\"clock\":\"!\",\"values\":{}}",
                "{\"key\":{\"pk\":{\"S\":\"a\"}},\"clock\":\"AQ==\",\"values\":{}}",
                "{\"key\":{\"pk\":{\"S\":\"a\"}},\"clock\":\"AQAAAAAA\",\"values\":{\"x\":{\"S\":\"not in the clock\"}}}",
                "{\"key\":{\"pk\":{\"S\":\"a\"}},\"clock\":\"AQAAAAAA\",\"values\":{\"x\":{\"N\":\"1E999999999\"}}}",
                "{\"key\":{\"pk\":{\"S\":\"a\"}},\"clock\":\"AQAAAAAA\",\"values\":{\"x\":{\"SS\":[]}}}",
                "{\"key\":{\"pk\":{\"S\":\"a\"}},\"clock\":\"AQAAAAAA\",\"values\":{\"x\":{\"B\":\"?\"}}}",
                "{\"key\":{\"pk\":{\"S\":\"a\"}},\"clock\":\"AQAAAAAA\",\"values\":{\"x\":{\"S\":null}}}",
                "{\"key\":{\"pk\":{\"S\":\"a\"}},\"clock\":\"AQAAAAAA\",\"values\":{\"x\":{\"Q\":\"a\"}}}",
                "{\"key\":{\"pk\":{\"S\":\"a\"}},\"clock\":\"AQAAAAAA\",\"values\":{\"x\":{\"S\":\"a\",\"N\":\"1\"}}}",
            })
    void aMalformedShipmentIsNoVersion(String shipment) {
        assertThat(only(shipment)).isEqualTo(Cargo.unreadable(Reason.MALFORMED));
    }

    @Test
    void aClockOfANewerReleaseIsToldApart() {
        assertThat(only("{\"key\":{\"pk\":{\"S\":\"a\"}},\"clock\":\"AwAAAAAA\",\"values\":{}}"))
                .isEqualTo(Cargo.unreadable(Reason.UNKNOWN_FORMAT));
    }

    @Test
    void aRequestOfANewerReleaseIsToldApart() {
        String newer =
                new String(payload(GOLDEN_BODY), StandardCharsets.UTF_8).replace("{\"rejoin\":1", "{\"rejoin\":2");
        assertRefused(newer.getBytes(StandardCharsets.UTF_8), Refusal.UNKNOWN_FORMAT);
        assertRefused(payload(GOLDEN_BODY.replace("\"format\":1", "\"format\":2")), Refusal.UNKNOWN_FORMAT);
        assertRefused(payload(GOLDEN_BODY.replace("\"format\":1", "\"format\":0")), Refusal.MALFORMED);
    }

    @Test
    void aTableThatNobodyHasIsToldApart() {
        assertRefused(payload(GOLDEN_BODY.replace("\"data\"", "\"orders\"")), Refusal.WRONG_TABLE);
    }

    @Test
    void aBombIsNotInflated() {
        byte[] zeros = Gzip.deflate(new byte[RequestCodec.MAX_READ + 1]);
        assertThat(zeros.length).isLessThan(100_000);
        assertRefused(payload(zeros), Refusal.MALFORMED);
        byte[] spaces = " ".repeat(RequestCodec.MAX_READ + 1).getBytes(StandardCharsets.UTF_8);
        assertRefused(payload(Gzip.deflate(spaces)), Refusal.MALFORMED);
    }

    @Test
    void whatIsNestedWithoutEndIsRefused() {
        assertRefused(payload("[".repeat(5_000_000)), Refusal.MALFORMED);
        assertRefused(payload("{\"a\":".repeat(100_000)), Refusal.MALFORMED);
        assertRefused(payload("[" + "[],".repeat(5_000_000) + "[]]"), Refusal.MALFORMED);
    }

    @Test
    void anythingElseIsRefusedAndNothingElseIsThrown() {
        RandomShipments random = new RandomShipments(3);
        byte[] good = RequestCodec.apply(TableRole.DATA, EU, US, random.shipments(20))
                .get(0)
                .payload()
                .asByteArrayUnsafe();
        byte[] body = RequestCodec.body(Kind.APPLY, TableRole.DATA, EU, US, random.shipments(20));
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            refused += isRefused(damaged(random, good)) ? 1 : 0;
            refused += isRefused(payload(Gzip.deflate(damaged(random, body)))) ? 1 : 0;
            refused += isRefused(random.bytes()) ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(3000);
    }

    private static byte[] damaged(RandomShipments random, byte[] bytes) {
        byte[] damaged = bytes.clone();
        for (int n = random.below(4); n >= 0; n--) {
            damaged[random.below(damaged.length)] = (byte) random.below(256);
        }
        return damaged;
    }

    private static boolean isRefused(byte[] payload) {
        try {
            RequestCodec.decode(payload);
            return false;
        } catch (WireException e) {
            return true;
        }
    }

    private static void assertRefused(byte[] payload, Refusal refusal) {
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> RequestCodec.decode(payload))
                .matches(e -> e.refusal() == refusal, "refused as " + refusal);
    }
}
