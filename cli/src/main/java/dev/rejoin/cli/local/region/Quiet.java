package dev.rejoin.cli.local.region;

import dev.rejoin.cli.local.link.Switchboard;
import dev.rejoin.cli.local.node.Sender;
import dev.rejoin.cli.local.watch.Activity;
import dev.rejoin.clock.Actor;
import java.time.Duration;
import java.util.Map;

/**
 * Tells when a cluster has come to rest: every stream read to its end after a moment since which nothing happened anywhere,
 * nothing being handled, and nothing owed over a link that works.
 */
final class Quiet {
    private final Activity activity;
    private final Switchboard links;
    private final Map<Actor, LocalRegion> regions;

    Quiet(Activity activity, Switchboard links, Map<Actor, LocalRegion> regions) {
        this.activity = activity;
        this.links = links;
        this.regions = regions;
    }

    boolean await(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        long left = patience.toNanos();
        while (left > 0) {
            long before = activity.changes();
            long since = System.nanoTime();
            boolean atRest = activity.await(() -> isAtRest(since), Duration.ofNanos(left));
            if (atRest && activity.changes() == before) {
                return true;
            }
            left = deadline - System.nanoTime();
        }
        return false;
    }

    private boolean isAtRest(long since) {
        return regions.values().stream()
                        .allMatch(region -> region.sender().poller().isDoneSince(since))
                && links.underWay() == 0
                && deliverable() == 0;
    }

    /** How many keys are owed at all. */
    int owed() {
        return owed(false);
    }

    private int deliverable() {
        return owed(true);
    }

    private int owed(boolean onlyOpen) {
        int owed = 0;
        for (Actor from : regions.keySet()) {
            for (Actor to : regions.keySet()) {
                if (!from.equals(to) && (!onlyOpen || isOpen(from, to))) {
                    owed += sender(from).hints().size(to);
                }
            }
        }
        return owed;
    }

    private Sender sender(Actor from) {
        LocalRegion region = regions.get(from);
        if (region == null) {
            throw new IllegalArgumentException("no region " + from);
        }
        return region.sender();
    }

    private boolean isOpen(Actor from, Actor to) {
        return links.works(from, to) && !links.isPaused(from, to) && !links.isExpelled(to, from);
    }

    /** What is under way, in words. */
    @Override
    public String toString() {
        int pending = regions.values().stream()
                .mapToInt(region -> region.sender().poller().pending())
                .sum();
        return pending + " records pending, " + links.underWay() + " sends under way, " + owed() + " keys owed";
    }
}
