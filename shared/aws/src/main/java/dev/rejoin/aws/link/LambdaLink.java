package dev.rejoin.aws.link;

import dev.rejoin.aws.config.PeerFunction;
import dev.rejoin.aws.config.TableRole;
import dev.rejoin.aws.wire.Answer;
import dev.rejoin.aws.wire.AnswerCodec;
import dev.rejoin.aws.wire.Parcel;
import dev.rejoin.aws.wire.Refusal;
import dev.rejoin.aws.wire.RequestCodec;
import dev.rejoin.aws.wire.WireException;
import dev.rejoin.clock.Actor;
import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.PeerLink;
import dev.rejoin.replica.Shipment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/**
 * Invokes a peer's applier and waits for its answer, up to a deadline. A function that failed, an answer that is none, and a
 * request that was refused as a whole are failures of the link; an open breaker fails it at once. Of several calls, those that
 * failed took nothing, as far as is known, and the others count. A peer that has expelled this region answers, and takes nothing.
 */
public final class LambdaLink implements PeerLink {
    private final LambdaAsyncClient client;
    private final Route route;
    private final Breaker breaker;
    private final Duration timeout;

    /**
     * Between which regions, for which table.
     *
     * @param self as the incarnation that sends
     * @param function the peer's applier
     */
    public record Route(TableRole table, Actor self, Actor peer, PeerFunction function) {}

    /**
     * @param client of the region of the peer's function
     * @param timeout how long an answer is waited for
     */
    public LambdaLink(LambdaAsyncClient client, Route route, Breaker breaker, Duration timeout) {
        this.client = client;
        this.route = route;
        this.breaker = breaker;
        this.timeout = timeout;
    }

    /** The same way, as an incarnation of this region: whoever says none is the first. */
    public LambdaLink from(Actor incarnation) {
        Route other = new Route(route.table, incarnation, route.peer, route.function);
        return new LambdaLink(client, other, breaker, timeout);
    }

    @Override
    public CompletableFuture<List<Outcome>> send(List<Shipment> shipments) {
        List<CompletableFuture<List<Outcome>>> calls = new ArrayList<>();
        List<Parcel> parcels = RequestCodec.apply(route.table, route.self, route.peer, shipments);
        parcels.forEach(parcel -> calls.add(send(parcel)));
        if (calls.size() == 1) {
            return calls.get(0);
        }
        return CompletableFuture.allOf(calls.toArray(new CompletableFuture<?>[0]))
                .handle((done, error) -> {
                    List<Outcome> outcomes = new ArrayList<>();
                    for (int i = 0; i < calls.size(); i++) {
                        outcomes.addAll(outcomes(parcels.get(i), calls.get(i)));
                    }
                    return outcomes;
                });
    }

    private static List<Outcome> outcomes(Parcel parcel, CompletableFuture<List<Outcome>> call) {
        return call.isCompletedExceptionally()
                ? Collections.nCopies(parcel.shipments().size(), Outcome.UNREACHED)
                : call.join();
    }

    private CompletableFuture<List<Outcome>> send(Parcel parcel) {
        int size = parcel.shipments().size();
        return ask(parcel.payload(), size)
                .thenApply(answer -> answer.refusal() == Refusal.EXPELLED
                        ? Collections.nCopies(size, Outcome.refused(Outcome.Reason.EXPELLED))
                        : answer.outcomes());
    }

    /** The peer's time, once it has answered; asks even if the breaker is open, and tells it how it went. */
    public CompletableFuture<Long> ping() {
        return pinged().thenApply(Answer::timeMillis);
    }

    /** What the peer says to it if it has expelled this region; empty if it takes what is sent. Asks as {@link #ping}. */
    public CompletableFuture<Optional<String>> expelled() {
        return pinged().thenApply(
                        answer -> answer.refusal() == null ? Optional.empty() : Optional.of(answer.message()));
    }

    private CompletableFuture<Answer> pinged() {
        byte[] payload = RequestCodec.ping(route.table, route.self, route.peer);
        return invoke(SdkBytes.fromByteArrayUnsafe(payload), 0);
    }

    private CompletableFuture<Answer> ask(SdkBytes payload, int shipments) {
        if (!breaker.admits()) {
            return CompletableFuture.failedFuture(
                    new LinkException(route.peer + " did not answer lately and is not asked now", null));
        }
        return invoke(payload, shipments);
    }

    private CompletableFuture<Answer> invoke(SdkBytes payload, int shipments) {
        return started(payload)
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(response -> answer(response, shipments))
                .handle((answer, error) -> {
                    if (error == null) {
                        breaker.succeeded();
                        return answer;
                    }
                    breaker.failed();
                    throw failure(error);
                });
    }

    private CompletableFuture<InvokeResponse> started(SdkBytes payload) {
        try {
            return client.invoke(invoke -> invoke.functionName(route.function.arn())
                    .payload(payload)
                    .overrideConfiguration(config -> config.apiCallTimeout(timeout)));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Answer answer(InvokeResponse response, int shipments) {
        if (response.functionError() != null) {
            throw new LinkException("the applier of " + route.peer + " failed: " + response.functionError(), null);
        }
        Answer answer = AnswerCodec.decode(response.payload().asByteArrayUnsafe());
        if (answer.refusal() == Refusal.EXPELLED) {
            return answer;
        } else if (answer.refusal() != null) {
            throw new LinkException(route.peer + " refused the request: " + answer.refusal(), null);
        }
        if (answer.outcomes().size() != shipments) {
            throw new LinkException(
                    route.peer + " answered " + answer.outcomes().size() + " outcomes for " + shipments, null);
        }
        return answer;
    }

    private LinkException failure(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof LinkException known) {
            return known;
        }
        String more = cause instanceof WireException ? ": " + cause.getMessage() : "";
        return new LinkException(
                "no answer from " + route.peer + ": " + cause.getClass().getSimpleName() + more, cause);
    }
}
