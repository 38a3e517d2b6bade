package dev.rejoin.cli.operate;

import dev.rejoin.clock.Actor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** One of a table's regions, named by an option. */
public final class Regions {
    private Regions() {}

    /**
     * The region of that name.
     *
     * @param name null for the first
     * @param option which names it
     * @throws ParameterException if the table has no such region
     */
    public static OperatedRegion named(
            TableOptions options, OperatedTable table, @Nullable String name, String option) {
        if (name == null) {
            return table.regions().get(0);
        }
        return table.regions().stream()
                .filter(region -> region.actor().name().equals(name))
                .findFirst()
                .orElseThrow(() -> options.wrong(option + ": the table's regions are "
                        + table.actors().stream().map(Actor::name).toList() + ", not " + name));
    }
}
