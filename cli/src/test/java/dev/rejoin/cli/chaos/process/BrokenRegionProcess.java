package dev.rejoin.cli.chaos.process;

import dev.rejoin.cli.Main;
import dev.rejoin.rule.PlantedBug;
import dev.rejoin.rule.Rule;

/** A region's process that breaks the rule named by a system property, as long as it lives. */
public final class BrokenRegionProcess {
    /** Names the rule. */
    public static final String RULE = "rejoin.planted";

    private BrokenRegionProcess() {}

    @SuppressWarnings("resource") // It stays broken.
    public static void main(String[] arguments) {
        PlantedBug.plant(Rule.valueOf(System.getProperty(RULE)));
        Main.main(arguments);
    }
}
