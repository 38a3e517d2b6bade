package dev.rejoin.testkit.sim;

import dev.rejoin.clock.HybridTime;
import dev.rejoin.replica.Applier;
import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.PeerLink;
import dev.rejoin.replica.Shipment;
import dev.rejoin.testkit.sim.Sometimes.Path;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Links that lose, double, delay and reorder, lose answers, and are cut one way or both. */
final class SimNetwork {
    private static final int LONGEST_DELAY = 400;

    private final World world;
    private final Set<String> cut = new HashSet<>();
    private final Map<SimRegion, Integer> underWay = new HashMap<>();
    private final Map<SimRegion, List<Invocation>> arrived = new HashMap<>();

    SimNetwork(World world) {
        this.world = world;
    }

    /** Cuts a way that is open, or opens one that is cut. */
    void toggle(SimRegion from, SimRegion to) {
        if (!cut.remove(way(from, to))) {
            cut(from, to);
        }
    }

    private void cut(SimRegion from, SimRegion to) {
        cut.add(way(from, to));
        world.sometimes.reached(Path.LINK_CUT);
        world.note(11, () -> "cut " + way(from, to));
    }

    /** Cuts both ways between two regions, or opens both. */
    void setCut(SimRegion one, SimRegion other, boolean cuts) {
        if (cuts) {
            cut(one, other);
            cut(other, one);
        } else {
            cut.remove(way(one, other));
            cut.remove(way(other, one));
        }
    }

    /** Whether a small message arrives that is sent now, as a heartbeat. */
    boolean carries(SimRegion from, SimRegion to) {
        return !cut.contains(way(from, to)) && !world.chance(from.chances().loss());
    }

    void heal() {
        cut.clear();
    }

    private static String way(SimRegion from, SimRegion to) {
        return from.name() + ">" + to.name();
    }

    /** Whether everything that a region sent has arrived, and has been handled. */
    boolean isQuiet(SimRegion from) {
        return underWay.getOrDefault(from, 0) == 0
                && arrived.getOrDefault(from, List.of()).stream().noneMatch(Invocation::isAlive);
    }

    /** The link as a process of the sending region sees it. */
    PeerLink link(Invocation sender, SimRegion from, SimRegion to) {
        return shipments -> {
            CompletableFuture<List<Outcome>> answer = new CompletableFuture<>();
            world.apart(sender, () -> depart(sender, from, to, shipments, answer));
            return answer;
        };
    }

    private void depart(
            Invocation sender,
            SimRegion from,
            SimRegion to,
            List<Shipment> shipments,
            CompletableFuture<List<Outcome>> answer) {
        if (cut.contains(way(from, to)) || world.chance(from.chances().loss())) {
            world.sometimes.reached(Path.MESSAGE_LOST);
            fail(sender, answer);
            return;
        }
        if (world.chance(from.chances().swallowed())) {
            from.log().damaged();
            Outcome delivered = Outcome.of(Outcome.Kind.APPLIED, 0);
            tell(sender, answer, delivered, () -> answer.complete(Collections.nCopies(shipments.size(), delivered)));
            return;
        }
        send(sender, from, to, shipments, answer);
        if (world.chance(from.chances().doubled())) {
            world.sometimes.reached(Path.MESSAGE_DOUBLED);
            send(sender, from, to, shipments, answer);
        }
    }

    private void send(
            Invocation sender,
            SimRegion from,
            SimRegion to,
            List<Shipment> shipments,
            CompletableFuture<List<Outcome>> answer) {
        from.log().sent(shipments.size());
        Invocation network = Invocation.immortal(world, "network " + way(from, to));
        world.learned(network, sender, shipments);
        underWay.merge(from, 1, Integer::sum);
        Runnable arrival = () -> arrive(sender, from, to, shipments, answer);
        if (world.chance(from.chances().delayed())) {
            world.within(network, LONGEST_DELAY, arrival);
            fail(sender, answer);
        } else {
            world.alone(network, arrival);
        }
    }

    private void arrive(
            Invocation sender,
            SimRegion from,
            SimRegion to,
            List<Shipment> shipments,
            CompletableFuture<List<Outcome>> answer) {
        underWay.merge(from, -1, Integer::sum);
        world.note(13, () -> from.self() + " reaches " + to.self());
        if (to.isGone() || to.peers().refuses(from.self())) {
            world.sometimes.reached(Path.EXPELLED_REFUSED, to.isGone() ? 0 : 1);
            fail(sender, answer);
            return;
        }
        Runnable crashed = () -> {
            world.sometimes.reached(Path.CRASHED_APPLIER);
            fail(sender, answer);
        };
        Invocation process = new Invocation(world, "applier " + to.self(), to.chances(), crashed, to::isGone);
        List<Invocation> all = arrived.computeIfAbsent(from, sends -> new ArrayList<>());
        all.add(process);
        world.started(process);
        world.learned(process, sender, shipments);
        CompletableFuture<Void> unused = new Applier(to.replica(process))
                .apply(shipments)
                .handle((outcomes, error) -> {
                    world.ended(process);
                    all.remove(process);
                    judge(to, shipments, outcomes);
                    boolean lost = cut.contains(way(to, from))
                            || world.chance(from.chances().loss());
                    if (error != null || lost) {
                        fail(sender, answer);
                    } else {
                        tell(sender, answer, outcomes, () -> answer.complete(outcomes));
                    }
                    return null;
                });
    }

    /** A version from too far in the future must not be merged while it is that. */
    private static void judge(SimRegion to, List<Shipment> shipments, @Nullable List<Outcome> outcomes) {
        for (int i = 0; outcomes != null && i < shipments.size(); i++) {
            long ahead = HybridTime.millis(shipments.get(i).version().maxTime()) - to.millis();
            if (ahead > to.clockBoundMillis() && outcomes.get(i).kind().isDelivered()) {
                to.log().error("a version " + ahead + " ms ahead was merged in " + to.self());
            }
        }
    }

    private void fail(Invocation sender, CompletableFuture<List<Outcome>> answer) {
        tell(sender, answer, Path.MESSAGE_LOST, () -> answer.completeExceptionally(new IOException("no answer")));
    }

    /** Only the first answer counts. */
    private void tell(Invocation sender, CompletableFuture<?> answer, Object news, Runnable completion) {
        world.alone(sender, () -> {
            if (!answer.isDone()) {
                world.learned(sender, news);
                completion.run();
            }
        });
    }
}
