package dev.rejoin.aws.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.aws.config.PeerFunction;
import dev.rejoin.aws.config.TableRole;
import dev.rejoin.aws.link.LambdaLink.Route;
import dev.rejoin.aws.wire.Answer;
import dev.rejoin.aws.wire.AnswerCodec;
import dev.rejoin.aws.wire.Cargo;
import dev.rejoin.aws.wire.Refusal;
import dev.rejoin.aws.wire.Request;
import dev.rejoin.aws.wire.RequestCodec;
import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.Outcome.Kind;
import dev.rejoin.replica.Outcome.Reason;
import dev.rejoin.replica.Shipment;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

class LambdaLinkTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final PeerFunction FUNCTION =
            new PeerFunction("arn:aws:lambda:us-east-1:111122223333:function:applier:live", "us-east-1");
    private static final Outcome APPLIED = Outcome.of(Kind.APPLIED, 0);

    private final FakeLambda lambda = new FakeLambda();
    private final Breaker breaker = new Breaker(2, Duration.ofMillis(200));
    private final LambdaLink link =
            new LambdaLink(lambda, new Route(TableRole.CONTROL, EU, US, FUNCTION), breaker, Duration.ofMillis(300));

    private static Shipment shipment(int number, int bytes) {
        Dot dot = new Dot(1, EU);
        byte[] incompressible = new byte[bytes];
        new Random(number).nextBytes(incompressible);
        return new Shipment(
                ItemKey.of("pk", "k" + number),
                new VersionBuilder(Version.EMPTY)
                        .seen(dot)
                        .register("a", Cell.of(dot, new Value.B(incompressible)))
                        .build());
    }

    private static List<Shipment> shipments(int count, int bytes) {
        List<Shipment> shipments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            shipments.add(shipment(i, bytes));
        }
        return shipments;
    }

    private static CompletableFuture<InvokeResponse> payload(byte[] payload) {
        return CompletableFuture.completedFuture(InvokeResponse.builder()
                .statusCode(200)
                .payload(SdkBytes.fromByteArray(payload))
                .build());
    }

    private static CompletableFuture<InvokeResponse> text(String text) {
        return payload(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Request request(InvokeRequest request) {
        return RequestCodec.decode(request.payload().asByteArray());
    }

    /** As a good applier. */
    private static CompletableFuture<InvokeResponse> applied(InvokeRequest request) {
        int count = request(request).cargo().size();
        return payload(AnswerCodec.encode(Answer.of(7, Collections.nCopies(count, APPLIED))));
    }

    private static CompletableFuture<InvokeResponse> throttled() {
        return CompletableFuture.failedFuture(
                TooManyRequestsException.builder().message("slow down").build());
    }

    private void assertFails(Function<InvokeRequest, CompletableFuture<InvokeResponse>> answer, String message) {
        lambda.next(answer);
        assertThatThrownBy(() -> link.send(shipments(1, 10)).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(LinkException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shipmentsGoToTheAppliersAlias() {
        lambda.next(LambdaLinkTest::applied);

        assertThat(link.send(shipments(3, 10)).join()).containsExactly(APPLIED, APPLIED, APPLIED);
        assertThat(lambda.requests).singleElement().satisfies(sent -> {
            assertThat(sent.functionName()).isEqualTo(FUNCTION.arn());
            assertThat(request(sent).table()).isEqualTo(TableRole.CONTROL);
            assertThat(request(sent).from()).isEqualTo(EU);
            assertThat(request(sent).to()).isEqualTo(US);
            assertThat(request(sent).cargo()).extracting(Cargo::shipment).isEqualTo(shipments(3, 10));
        });
    }

    @Test
    void ofSeveralCallsThoseCountThatWereAnswered() {
        List<Shipment> large = shipments(12, 390_000);
        lambda.next(LambdaLinkTest::applied);
        lambda.next(request -> throttled());
        List<Outcome> outcomes = link.send(large).join();

        assertThat(lambda.requests).hasSize(2);
        int first = request(lambda.requests.get(0)).cargo().size();
        assertThat(outcomes).hasSize(12);
        assertThat(outcomes.subList(0, first)).containsOnly(APPLIED);
        assertThat(outcomes.subList(first, 12)).containsOnly(Outcome.UNREACHED);
    }

    @Test
    void aPeerThatDoesNotAnswerInTimeFails() {
        lambda.next(request -> new CompletableFuture<>());

        assertThatThrownBy(() -> link.send(shipments(1, 10)).join())
                .hasCauseInstanceOf(LinkException.class)
                .hasRootCauseInstanceOf(TimeoutException.class)
                .hasMessageContaining("no answer from us-east-1");
    }

    @Test
    void aFunctionThatFailedFails() {
        assertFails(
                request -> text("{\"errorMessage\":\"boom\"}")
                        .thenApply(answer ->
                                answer.toBuilder().functionError("Unhandled").build()),
                "the applier of us-east-1 failed: Unhandled");
    }

    @Test
    void anAnswerThatIsNoneFails() {
        assertFails(request -> text("{\"hello\":1}"), "no answer from us-east-1");
    }

    @Test
    void aRequestThatWasRefusedFails() {
        byte[] refused = AnswerCodec.encode(Answer.refused(1, Refusal.WRONG_REGION, "no"));
        assertFails(request -> payload(refused), "refused the request: WRONG_REGION");
    }

    @Test
    void tooFewOutcomesFail() {
        assertFails(request -> payload(AnswerCodec.encode(Answer.of(1, List.of()))), "0 outcomes for 1");
    }

    @Test
    void aClientThatThrowsFails() {
        assertFails(
                request -> {
                    throw new IllegalStateException("closed");
                },
                "IllegalStateException");
    }

    @Test
    void aPeerThatFailsAgainAndAgainIsNotAskedForAWhile() throws InterruptedException {
        assertFails(request -> throttled(), "no answer");
        assertThat(breaker.isOpen()).isFalse();
        assertFails(request -> throttled(), "no answer");

        assertThat(breaker.isOpen()).isTrue();
        assertFails(LambdaLinkTest::applied, "is not asked now");
        assertThat(lambda.requests).hasSize(2);

        waitUntilAsked();
        lambda.next(LambdaLinkTest::applied);
        assertThat(breaker.isOpen()).isFalse();
        assertThat(link.send(shipments(1, 10)).handle((outcomes, error) -> error == null))
                .succeedsWithin(Duration.ofSeconds(5));
    }

    private void waitUntilAsked() throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (breaker.isOpen() && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
    }

    @Test
    void aPingTellsThePeersTime() {
        lambda.next(LambdaLinkTest::applied);

        assertThat(link.ping().join()).isEqualTo(7);
        assertThat(request(lambda.requests.get(0)).kind()).isEqualTo(Request.Kind.PING);
    }

    @Test
    void aRefusedVersionIsNoFailureOfTheLink() {
        byte[] answer = AnswerCodec.encode(Answer.of(1, List.of(Outcome.refused(Reason.CLOCK_AHEAD))));
        lambda.next(request -> payload(answer));
        for (int i = 0; i < 5; i++) {
            assertThat(link.send(shipments(1, 10)).join()).containsExactly(Outcome.refused(Reason.CLOCK_AHEAD));
        }
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void aPeerThatHasExpelledThisRegionAnswersAndTakesNothing() {
        byte[] refused = AnswerCodec.encode(Answer.refused(1, Refusal.EXPELLED, "run restored"));
        lambda.next(request -> payload(refused));
        LambdaLink second = link.from(EU.incarnation(2));
        for (int i = 0; i < 5; i++) {
            assertThat(second.send(shipments(2, 10)).join())
                    .containsExactly(Outcome.refused(Reason.EXPELLED), Outcome.refused(Reason.EXPELLED));
        }
        assertThat(breaker.isOpen()).isFalse();
        assertThat(second.expelled().join()).contains("run restored");
        assertThat(request(lambda.requests.get(0)).from())
                .as("the incarnation that sends")
                .isEqualTo(EU.incarnation(2));
        lambda.next(LambdaLinkTest::applied);
        assertThat(second.ping().join()).as("it tells its time all the same").isEqualTo(1);
        assertThat(second.expelled().join()).isEmpty();
    }
}
