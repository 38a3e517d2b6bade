package dev.rejoin.cli.tombstones;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.clock.Actor;
import dev.rejoin.tombstone.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a run is told.
 *
 * @param expelled regions that were not waited for, because all others have expelled them
 * @param problem why it was broken off, null if it was not
 * @param ending what held tombstones back, and since when nothing did
 */
record TombstonesReport(
        String table,
        List<Actor> regions,
        Set<Actor> expelled,
        Duration grace,
        boolean dryRun,
        Tally tally,
        @Nullable String problem,
        Ending ending) {
    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("table", table)
                .put("dryRun", dryRun)
                .put("complete", ending.heldBy().isEmpty());
        regions.forEach(region -> node.withArray("regions").add(region.name()));
        expelled.forEach(region -> node.withArray("expelled").add(region.name()));
        node.put("graceSeconds", grace.toSeconds()).put("rows", tally.rows()).put("unreadable", tally.unreadable());
        ObjectNode keys = node.putObject("keys");
        for (Fate fate : Fate.values()) {
            if (fate != Fate.NOTHING) {
                keys.put(fate.name().toLowerCase(Locale.ROOT), tally.of(fate));
            }
        }
        keys.put("pruned", tally.pruned());
        if (problem != null) {
            node.put("problem", problem);
        }
        ending.add(node);
        return node;
    }

    List<String> text() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT, "%s: %,d rows read in %d regions%s", table, tally.rows(), regions.size(), told()));
        expelled.forEach(region -> lines.add("  " + region + " is expelled, and not waited for"));
        add(lines, Fate.FORGOTTEN, dryRun ? "would be forgotten" : "forgotten", "");
        add(
                lines,
                Fate.MARKED,
                dryRun ? "would be marked" : "marked",
                "; run it again in " + span() + " or later: a daily schedule is meant");
        add(lines, Fate.WAITS, "marked before, less than " + span() + " ago", "");
        add(lines, Fate.STAYS, "to stay", ": they counted, or their delete wins");
        add(lines, Fate.ELSEWHERE, "of a region that was not asked", ": name it with --regions or --former");
        add(lines, Fate.ALIVE, "alive in some region", ", or still to be deleted there");
        add(lines, Fate.MOVED, "moved", " while they were looked at: the next run looks again");
        if (tally.pruned() > 0) {
            String what = dryRun ? "would be pruned" : "pruned";
            lines.add(line(tally.pruned(), what, ": alive, and rid of attributes that were removed long ago"));
        }
        if (tally.unreadable() > 0) {
            lines.add(line(tally.unreadable(), "not to be read by this release", ": run the newest that wrote here"));
        }
        if (problem != null) {
            lines.add("broken off: " + problem + ". The same command does the rest");
        }
        lines.addAll(ending.text(problem));
        return lines;
    }

    private String told() {
        if (dryRun) {
            return "; nothing was written";
        }
        return problem == null ? "" : " until it was broken off";
    }

    private void add(List<String> lines, Fate fate, String what, String next) {
        if (tally.of(fate) > 0) {
            lines.add(line(tally.of(fate), what, next));
        }
    }

    private static String line(long count, String what, String next) {
        return String.format(Locale.ROOT, "  %,10d %s%s", count, what, next);
    }

    private String span() {
        return grace.toSeconds() % Duration.ofDays(1).toSeconds() == 0
                ? grace.toDays() + " days"
                : grace.toHours() + " hours";
    }
}
