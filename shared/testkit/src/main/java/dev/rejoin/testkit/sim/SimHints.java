package dev.rejoin.testkit.sim;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.HintQueue;
import dev.rejoin.rule.Rule;
import dev.rejoin.testkit.sim.Sometimes.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** What a region owes its peers: durable, one hint for any number of debts of one key. */
final class SimHints {
    private final World world;
    private final SimRegion region;
    private final SortedMap<Debt, Long> hints = new TreeMap<>();

    private final Set<Actor> gone = new HashSet<>();

    private record Debt(Actor peer, ItemKey key) implements Comparable<Debt> {
        @Override
        public int compareTo(Debt other) {
            int byPeer = peer.compareTo(other.peer);
            return byPeer != 0 ? byPeer : key.compareTo(other.key);
        }
    }

    SimHints(World world, SimRegion region) {
        this.world = world;
        this.region = region;
    }

    /** The hints, for a hash of them. */
    Collection<Long> receipts() {
        return hints.values();
    }

    /** How many a peer is owed. */
    int size(Actor peer) {
        return (int)
                hints.keySet().stream().filter(debt -> debt.peer.equals(peer)).count();
    }

    boolean isEmpty() {
        return hints.isEmpty();
    }

    /** Some of the hints. */
    List<HintQueue.Hint> take(int most) {
        List<HintQueue.Hint> taken = new ArrayList<>();
        hints.forEach((debt, id) -> taken.add(new HintQueue.Hint(debt.peer, debt.key, Long.toString(id))));
        while (taken.size() > most) {
            taken.remove(world.below(taken.size()));
        }
        return taken;
    }

    /** Every one of these keys is owed, whatever goes wrong: somebody sees to it. */
    void oweAll(Invocation process, Actor peer, Collection<ItemKey> keys) {
        keys.forEach(key -> hints.put(new Debt(peer, key), world.nextId(process)));
    }

    /** A peer is owed nothing that it is owed now. */
    void settle(Actor peer) {
        hints.keySet().removeIf(debt -> debt.peer.equals(peer));
    }

    /** The queues are the region's, whatever its incarnation. */
    void takeOver(SimHints earlier) {
        hints.putAll(earlier.hints);
    }

    /** A peer is none any more: its queue goes. */
    void drop(Actor peer) {
        gone.add(peer);
        settle(peer);
    }

    /** The queue as one process sees it. */
    HintQueue seenBy(Invocation process) {
        return new HintQueue() {
            @Override
            public CompletableFuture<Void> owe(Actor peer, Collection<ItemKey> keys) {
                if (gone.contains(peer)) {
                    return CompletableFuture.failedFuture(new IllegalStateException("no queue for " + peer));
                }
                return step(process, () -> {
                    world.sometimes.reached(Path.HINT);
                    if (world.chance(region.chances().forgotten())) {
                        region.log().damaged();
                        return;
                    }
                    if (!gone.contains(peer) && !region.peers().hasExpelled(peer)) {
                        keys.forEach(key -> hints.put(new Debt(peer, key), world.nextId(process)));
                    }
                    region.wake();
                });
            }

            @Override
            public CompletableFuture<Void> settle(Hint hint) {
                return step(process, () -> {
                    Debt debt = new Debt(hint.peer(), hint.key());
                    boolean same = hint.receipt().equals(String.valueOf(hints.get(debt)));
                    if (same || !Rule.HINT_SEEN.holds()) {
                        hints.remove(debt);
                    }
                });
            }
        };
    }

    private CompletableFuture<Void> step(Invocation process, Runnable action) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        world.soon(process, () -> {
            if (world.chance(region.chances().throttle())) {
                world.learned(process, Path.THROTTLED);
                future.completeExceptionally(new SimStore.Throttled());
                return;
            }
            action.run();
            world.note(7, () -> process + ": hint");
            world.learned(process, Path.HINT);
            future.complete(null);
        });
        return future;
    }
}
