package dev.rejoin.replica;

/** The one way in which the flow learns the time. */
@FunctionalInterface
public interface TimeSource {
    /** Milliseconds since 1970 by this machine's clock, which may be wrong. */
    long millis();
}
