package dev.rejoin.aws.link;

import dev.failsafe.CircuitBreaker;
import java.time.Duration;

/**
 * Remembers whether a peer answers. After a few failures in a row it is open: nobody asks the peer until a while has passed;
 * then one request tries. One per peer and container, shared by all tables.
 */
public final class Breaker {
    private static final int FAILURES = 3;
    private static final Duration WAIT = Duration.ofSeconds(20);

    private final CircuitBreaker<Object> circuit;

    public Breaker() {
        this(FAILURES, WAIT);
    }

    /**
     * @param failures so many in a row open it
     * @param wait how long it stays open
     */
    Breaker(int failures, Duration wait) {
        this.circuit = CircuitBreaker.builder()
                .withFailureThreshold(failures)
                .withSuccessThreshold(1)
                .withDelay(wait)
                .build();
    }

    /** Whether nobody should ask now. */
    public boolean isOpen() {
        return circuit.isOpen() && !circuit.getRemainingDelay().isZero();
    }

    /** Whether one may ask; who does tells how it went. */
    boolean admits() {
        return circuit.tryAcquirePermit();
    }

    void succeeded() {
        circuit.recordSuccess();
    }

    void failed() {
        circuit.recordFailure();
    }
}
