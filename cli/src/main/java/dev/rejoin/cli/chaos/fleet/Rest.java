package dev.rejoin.cli.chaos.fleet;

import dev.rejoin.cli.chaos.process.RegionFigures;
import dev.rejoin.clock.Actor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tells when a fleet has come to rest: every process there, every stream read to its end after a moment since which nothing happened
 * anywhere, nothing being handled and nothing owed.
 */
public final class Rest {
    private static final long POLL_MILLIS = 100;

    private final Fleet fleet;
    private final Map<Actor, RegionFigures> last = new LinkedHashMap<>();

    public Rest(Fleet fleet) {
        this.fleet = fleet;
    }

    /** Waits until it has; false if that took longer. */
    public boolean await(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Map<Actor, RegionFigures> before = Map.of();
        while (System.nanoTime() - deadline < 0) {
            Map<Actor, RegionFigures> now = ask(before);
            if (isAtRest(before, now)) {
                return true;
            }
            if (before.isEmpty() || now.isEmpty() || haveChanged(before, now)) {
                before = now;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return false;
    }

    /** Of all processes; empty if one does not answer. */
    private Map<Actor, RegionFigures> ask(Map<Actor, RegionFigures> before) throws InterruptedException {
        Map<Actor, RegionFigures> all = new LinkedHashMap<>();
        for (Actor region : fleet.regions()) {
            RegionFigures earlier = before.get(region);
            Optional<RegionFigures> figures =
                    fleet.figures(region, earlier == null ? Long.MAX_VALUE / 2 : earlier.now(), false);
            if (figures.isEmpty()) {
                return Map.of();
            }
            all.put(region, figures.get());
        }
        last.putAll(all);
        return all;
    }

    private static boolean isAtRest(Map<Actor, RegionFigures> before, Map<Actor, RegionFigures> now) {
        return !before.isEmpty()
                && !now.isEmpty()
                && !haveChanged(before, now)
                && now.values().stream().allMatch(it -> it.done() && it.pending() == 0 && it.allOwed() == 0);
    }

    private static boolean haveChanged(Map<Actor, RegionFigures> before, Map<Actor, RegionFigures> now) {
        return now.entrySet().stream().anyMatch(entry -> {
            RegionFigures earlier = before.get(entry.getKey());
            return earlier == null || earlier.changes() != entry.getValue().changes();
        });
    }

    /** What was still under way when somebody looked last. */
    @Override
    public String toString() {
        return last.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue().pending() + " records pending, "
                        + entry.getValue().allOwed() + " keys owed"
                        + (entry.getValue().trouble().isEmpty()
                                ? ""
                                : ", last trouble: " + entry.getValue().trouble()))
                .collect(Collectors.joining("; "));
    }
}
