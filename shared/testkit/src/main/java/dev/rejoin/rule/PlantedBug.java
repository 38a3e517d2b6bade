package dev.rejoin.rule;

import java.util.function.Supplier;

/** Breaks one rule while it is open. For tests only: the break holds in the whole process. */
public final class PlantedBug implements AutoCloseable {
    private PlantedBug() {}

    /** Does something while a rule is broken. */
    public static <T> T during(Rule rule, Supplier<T> work) {
        Rule.breakOnly(rule);
        try {
            return work.get();
        } finally {
            Rule.breakOnly(null);
        }
    }

    /** Breaks a rule until the result is closed. */
    public static PlantedBug plant(Rule rule) {
        Rule.breakOnly(rule);
        return new PlantedBug();
    }

    @Override
    public void close() {
        Rule.breakOnly(null);
    }
}
