package dev.rejoin.cli.outage;

import dev.rejoin.cli.operate.ControlTables;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.clock.Actor;

/** Regions that a command line names. */
final class Regions {
    private Regions() {}

    /** The region of that name, which must be one of the table's. */
    static Actor of(TableOptions options, ControlTables control, String option, String name) {
        return control.regions().stream()
                .filter(region -> region.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        options.wrong(option + ": '" + name + "' is none of the table's regions " + control.regions()));
    }

    /** Two regions of a table. */
    record Pair(Actor from, Actor to) {}

    /** The regions that {@code --from} and {@code --to} name, which must be two. */
    static Pair pair(TableOptions options, ControlTables control, String from, String to) {
        Actor source = of(options, control, "--from", from);
        Actor destination = of(options, control, "--to", to);
        if (source.equals(destination)) {
            throw options.wrong("--from and --to are the same region");
        }
        return new Pair(source, destination);
    }
}
