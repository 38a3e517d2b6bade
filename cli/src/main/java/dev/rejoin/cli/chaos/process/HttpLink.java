package dev.rejoin.cli.chaos.process;

import dev.failsafe.CircuitBreaker;
import dev.rejoin.aws.config.TableRole;
import dev.rejoin.aws.wire.Answer;
import dev.rejoin.aws.wire.AnswerCodec;
import dev.rejoin.aws.wire.Parcel;
import dev.rejoin.aws.wire.RequestCodec;
import dev.rejoin.clock.Actor;
import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.PeerLink;
import dev.rejoin.replica.Shipment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The way to a peer's applier: the requests that go to its function on AWS, over HTTP, with a deadline and a breaker as there. */
final class HttpLink implements PeerLink {
    /** As on AWS. Shorter than a busy peer takes for a batch, it would have the same versions sent over and over. */
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final int FAILURES = 3;
    private static final Duration BREAK = Duration.ofSeconds(2);
    private static final int OK = 200;

    private final HttpClient client;
    private final Actor self;
    private final Actor peer;
    private final URI address;
    private final CircuitBreaker<Object> breaker = CircuitBreaker.builder()
            .withFailureThreshold(FAILURES)
            .withSuccessThreshold(1)
            .withDelay(BREAK)
            .build();

    HttpLink(HttpClient client, Actor self, Actor peer, URI address) {
        this.client = client;
        this.self = self;
        this.peer = peer;
        this.address = address;
    }

    @Override
    public CompletableFuture<List<Outcome>> send(List<Shipment> shipments) {
        List<CompletableFuture<List<Outcome>>> calls =
                RequestCodec.apply(TableRole.DATA, self, peer, shipments).stream()
                        .map(this::send)
                        .toList();
        return CompletableFuture.allOf(calls.toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> {
                    List<Outcome> outcomes = new ArrayList<>();
                    calls.forEach(call -> outcomes.addAll(call.join()));
                    return outcomes;
                });
    }

    /** What did not reach the peer, as far as is known, is one of the outcomes: other parcels' count all the same. */
    private CompletableFuture<List<Outcome>> send(Parcel parcel) {
        int shipments = parcel.shipments().size();
        if (!breaker.tryAcquirePermit()) {
            return CompletableFuture.completedFuture(Collections.nCopies(shipments, Outcome.UNREACHED));
        }
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(DEADLINE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(parcel.payload().asByteArrayUnsafe()))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                // The request's own deadline ends with the answer's headers.
                .orTimeout(2 * DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .thenCompose(response -> outcomes(response, shipments))
                .handle((outcomes, error) -> {
                    if (error == null) {
                        breaker.recordSuccess();
                        return outcomes;
                    }
                    breaker.recordFailure();
                    return Collections.nCopies(shipments, Outcome.UNREACHED);
                });
    }

    private CompletableFuture<List<Outcome>> outcomes(HttpResponse<byte[]> response, int shipments) {
        if (response.statusCode() != OK) {
            return failed(peer + " answered with status " + response.statusCode());
        }
        Answer answer = AnswerCodec.decode(response.body());
        if (answer.refusal() != null) {
            return failed(peer + " refused the request: " + answer.refusal());
        }
        return answer.outcomes().size() == shipments
                ? CompletableFuture.completedFuture(answer.outcomes())
                : failed(peer + " answered " + answer.outcomes().size() + " outcomes for " + shipments);
    }

    private static CompletableFuture<List<Outcome>> failed(String why) {
        return CompletableFuture.failedFuture(new IOException(why));
    }
}
