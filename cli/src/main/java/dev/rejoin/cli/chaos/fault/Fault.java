package dev.rejoin.cli.chaos.fault;

import dev.rejoin.clock.Actor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One fault.
 *
 * @param region where, or from where
 * @param peer to where, null unless it is a link
 * @param at when it begins, since the beginning of the run
 * @param length how long it lasts
 * @param amount milliseconds of a delay or a clock's skew, percent of a store's requests, bytes a second of a link; else 0
 */
public record Fault(FaultKind kind, Actor region, @Nullable Actor peer, Duration at, Duration length, int amount) {
    public Duration end() {
        return at.plus(length);
    }

    /** Where, in words. */
    public String where() {
        return peer == null ? region.name() : region + " -> " + peer;
    }

    /** How much, in words; empty if that means nothing. */
    public String howMuch() {
        return switch (kind) {
            case DELAY -> amount + " ms";
            case SKEW -> (amount > 0 ? "+" : "") + amount + " ms";
            case NARROW -> amount + " bytes/s";
            case THROTTLE, STORE_ERRORS, STORE_ANSWERS_LOST, STORE_SLOW -> amount + " % of requests";
            default -> "";
        };
    }
}
