package dev.rejoin.testkit.law;

import java.util.List;

/**
 * A law that does not hold, with the smallest case that was found.
 *
 * @param law the law
 * @param steps the values, or the writes, oldest first
 * @param one what came out
 * @param other what should have been the same, or what went wrong
 */
public record Violation(Law law, List<String> steps, String one, String other) {
    public Violation {
        steps = List.copyOf(steps);
    }

    @Override
    public String toString() {
        return law + " (" + law.words() + ") is broken by " + steps + ": " + one + ", but " + other;
    }
}
