package dev.rejoin.cli.regions;

import dev.rejoin.aws.control.ControlExpulsions;
import dev.rejoin.aws.incarnation.Expulsion;
import dev.rejoin.aws.sentinel.Heartbeats;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.operate.AccessProblem;
import dev.rejoin.cli.operate.ControlTables;
import dev.rejoin.clock.Actor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Expels a region in the control tables of those that remain, each by itself: one that does not answer keeps none of the others from it. */
final class Expelling {
    private final ControlTables control;
    private final Actor expelled;

    Expelling(ControlTables control, Actor expelled) {
        this.control = control;
        this.expelled = expelled;
    }

    /**
     * What one region knows of the region.
     *
     * @param before as what it has expelled it; null if it has not
     * @param incarnation the highest that it has heard of; 0 if it has heard of none
     * @param heard whether a heartbeat of it ever came
     * @param problem why it does not answer; empty if it does
     */
    record Seen(@Nullable Expulsion before, int incarnation, boolean heard, String problem) {
        boolean answers() {
            return problem.isEmpty();
        }

        boolean isKnown() {
            return incarnation > 0 || heard || before != null;
        }
    }

    /**
     * What was done in one region.
     *
     * @param changed whether it had not expelled the region, or an earlier incarnation
     * @param problem why it could not be done; empty if it was
     */
    record Done(boolean changed, String problem) {}

    private ControlExpulsions expulsions(Actor region) {
        return new ControlExpulsions(control.client(region), control.name(region), region);
    }

    private String what(Actor region) {
        return "control table " + control.name(region) + " in " + region;
    }

    Map<Actor, Seen> look() {
        Map<Actor, Seen> seen = new LinkedHashMap<>();
        control.regions().forEach(region -> seen.put(region, look(region)));
        return seen;
    }

    private Seen look(Actor region) {
        try {
            Heartbeats heartbeats = new Heartbeats(control.client(region), control.name(region), region);
            OptionalLong heard = AccessProblem.await(what(region), heartbeats.last(expelled));
            ControlExpulsions expulsions = expulsions(region);
            return new Seen(
                    AccessProblem.await(what(region), expulsions.of(List.of(expelled)))
                            .get(expelled),
                    AccessProblem.await(what(region), expulsions.known(expelled)),
                    heard.isPresent(),
                    "");
        } catch (UnavailableException e) {
            return new Seen(null, 0, false, String.valueOf(e.getMessage()));
        }
    }

    /** Up to the highest incarnation that anybody has heard of, since the first time that one has expelled that. */
    static Expulsion decide(Collection<Seen> seen, long nowMillis, String who) {
        int known = seen.stream().mapToInt(Expelling::known).max().orElse(1);
        Expulsion now = new Expulsion(Math.max(1, known), nowMillis, who, 0);
        return seen.stream()
                .map(Seen::before)
                .filter(Objects::nonNull)
                .filter(before -> before.upTo() == now.upTo())
                .reduce(now, Expulsion::with);
    }

    private static int known(Seen seen) {
        Expulsion before = seen.before();
        return before == null ? seen.incarnation() : Math.max(before.upTo(), before.known());
    }

    /** @param dryRun only to tell what would be done */
    Map<Actor, Done> carryOut(Map<Actor, Seen> seen, Expulsion expulsion, boolean dryRun) {
        Map<Actor, Done> done = new LinkedHashMap<>();
        seen.forEach((region, one) -> done.put(region, carryOut(region, one, expulsion, dryRun)));
        return done;
    }

    private Done carryOut(Actor region, Seen seen, Expulsion expulsion, boolean dryRun) {
        if (!seen.answers()) {
            return new Done(false, seen.problem());
        } else if (dryRun) {
            return new Done(seen.before() == null || seen.before().upTo() < expulsion.upTo(), "");
        }
        try {
            return new Done(AccessProblem.await(what(region), expulsions(region).expel(expelled, expulsion)), "");
        } catch (UnavailableException e) {
            return new Done(false, String.valueOf(e.getMessage()));
        }
    }
}
