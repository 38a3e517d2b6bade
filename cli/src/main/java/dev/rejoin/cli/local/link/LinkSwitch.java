package dev.rejoin.cli.local.link;

import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.PeerLink;
import dev.rejoin.replica.Shipment;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A link in one direction that can be cut, slowed down, or made to lose the answers. */
public final class LinkSwitch implements PeerLink {
    /** How long a sender waits on a dead link before it gives up. */
    private static final Duration DEADLINE = Duration.ofMillis(50);

    private final PeerLink target;
    private final DeliveryListener listener;
    private final AtomicInteger underWay = new AtomicInteger();

    private volatile State state = State.OPEN;
    private volatile Duration delay = Duration.ZERO;

    /** What a link does with what is sent. */
    public enum State {
        /** Delivers. */
        OPEN,
        /** Delivers nothing; the sender hears nothing. */
        CUT,
        /** Delivers, but the sender never hears of it. */
        ANSWERS_LOST
    }

    /** @param target the peer's applier */
    public LinkSwitch(PeerLink target, DeliveryListener listener) {
        this.target = target;
        this.listener = listener;
    }

    /** Switches; what is under way is not touched. */
    public void set(State newState) {
        state = newState;
    }

    public State state() {
        return state;
    }

    /** Lets everything take so much longer from now on. */
    public void delay(Duration newDelay) {
        delay = newDelay;
    }

    /** How many sends the peer has begun and not finished. */
    public int underWay() {
        return underWay.get();
    }

    @Override
    public CompletableFuture<List<Outcome>> send(List<Shipment> shipments) {
        if (delay.isZero()) {
            return carry(shipments);
        }
        return CompletableFuture.supplyAsync(() -> shipments, after(delay)).thenCompose(this::carry);
    }

    private CompletableFuture<List<Outcome>> carry(List<Shipment> shipments) {
        State now = state;
        if (now == State.CUT) {
            return unanswered();
        }
        CompletableFuture<List<Outcome>> answer = deliver(shipments);
        return now == State.OPEN ? answer : answer.thenCompose(outcomes -> unanswered());
    }

    private CompletableFuture<List<Outcome>> deliver(List<Shipment> shipments) {
        underWay.incrementAndGet();
        return target.send(shipments).whenComplete((outcomes, error) -> {
            if (error == null) {
                listener.delivered(shipments, outcomes);
            }
            underWay.decrementAndGet();
        });
    }

    private static CompletableFuture<List<Outcome>> unanswered() {
        return CompletableFuture.supplyAsync(() -> true, after(DEADLINE))
                .thenCompose(late -> CompletableFuture.failedFuture(new IOException("no answer")));
    }

    private static Executor after(Duration time) {
        return CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}
