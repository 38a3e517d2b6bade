package dev.rejoin.testkit.sim;

import dev.rejoin.clock.Actor;
import dev.rejoin.outage.PausableLink;
import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.PeerLink;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** What a region has to do with the others: whom it sends to, whom it waits with, and whom it has expelled. */
final class SimPeers {
    private final World world;
    private final SimNetwork network;
    private final SimRegion region;
    private List<SimRegion> all = List.of();
    private final Set<Actor> former = new TreeSet<>();
    private final Set<Actor> paused = new TreeSet<>();
    private final Set<Actor> refused = new TreeSet<>();
    private final Set<Actor> expelled = new TreeSet<>();
    private final Set<Actor> greeted = new TreeSet<>();

    SimPeers(World world, SimNetwork network, SimRegion region) {
        this.world = world;
        this.network = network;
        this.region = region;
    }

    void meet(List<SimRegion> regions) {
        all = regions.stream().filter(other -> other != region).toList();
    }

    List<SimRegion> all() {
        return all;
    }

    SortedSet<Actor> names() {
        SortedSet<Actor> names = new TreeSet<>();
        all.forEach(peer -> names.add(peer.name()));
        return names;
    }

    /** Owes a region that joined everything, as soon as nothing is under way that does not know of it. */
    void greet(SimRegion newcomer) {
        greeted.add(newcomer.name());
        greet();
    }

    /** Whoever did not know of it has come to an end. */
    void greet() {
        if (!greeted.isEmpty() && !region.isForwarding()) {
            greeted.forEach(this::oweAll);
            greeted.clear();
        }
    }

    boolean areGreeted() {
        return greeted.isEmpty();
    }

    /** Anti-entropy: a peer that may have missed anything is owed everything. */
    void oweAll(Actor peer) {
        region.hints().oweAll(Invocation.immortal(world, "anti-entropy"), peer, region.everyKey());
        region.wake();
    }

    /** A region that left is no peer any more, and its writes stay. */
    void part(SimRegion left) {
        former.add(left.name());
        region.hints().drop(left.name());
    }

    Set<Actor> former() {
        return former;
    }

    /** Has nothing more sent to a peer, or again what is owed. */
    void pause(Actor peer, boolean pauses) {
        boolean unused = pauses ? paused.add(peer) : paused.remove(peer);
    }

    boolean isPaused(Actor peer) {
        return paused.contains(peer);
    }

    /** Takes nothing of an incarnation any more, and sends its region nothing and owes it nothing. */
    void expel(Actor incarnation) {
        refused.add(incarnation);
        expelled.add(incarnation.region());
        region.hints().settle(incarnation.region());
    }

    /** A region is there as an incarnation that was not expelled. */
    void takeBack(Actor peer) {
        expelled.remove(peer);
    }

    /** Whether nothing is sent to a peer. */
    boolean hasExpelled(Actor peer) {
        return expelled.contains(peer);
    }

    /** Whether a request of that incarnation is not taken. */
    boolean refuses(Actor incarnation) {
        return refused.contains(incarnation);
    }

    /** The ways to the peers as one process sees them. */
    SortedMap<Actor, PeerLink> links(Invocation process) {
        SortedMap<Actor, PeerLink> links = new TreeMap<>();
        all.forEach(peer -> links.put(
                peer.name(),
                new PausableLink(
                        sparing(peer, network.link(process, region, peer)),
                        () -> CompletableFuture.completedFuture(isPaused(peer.name())))));
        return links;
    }

    /** A peer that is expelled is sent nothing, and owed nothing either. */
    private PeerLink sparing(SimRegion peer, PeerLink link) {
        return shipments -> hasExpelled(peer.name())
                ? CompletableFuture.completedFuture(Collections.nCopies(shipments.size(), Outcome.STALE))
                : link.send(shipments);
    }
}
