package dev.rejoin.rule;

/** Breaks one rule while it is open. For tests only: the break holds in the whole process. */
public final class PlantedBug implements AutoCloseable {
    private PlantedBug() {}

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
