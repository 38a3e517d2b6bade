package dev.rejoin.cli.local.link;

import dev.rejoin.cli.local.link.LinkSwitch.State;
import dev.rejoin.clock.Actor;
import dev.rejoin.outage.PausableLink;
import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.Outcome.Reason;
import dev.rejoin.replica.PeerLink;
import dev.rejoin.replica.Shipment;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** All links of a cluster: one for each ordered pair of regions. */
public final class Switchboard {
    private final Map<Actor, Map<Actor, LinkSwitch>> links = new TreeMap<>();

    private final Map<Actor, Set<Actor>> paused = new ConcurrentHashMap<>();

    private final Map<Actor, Set<Actor>> expelled = new ConcurrentHashMap<>();

    /** Adds the way from one region to another. */
    public void connect(Actor from, Actor to, LinkSwitch link) {
        links.computeIfAbsent(from, actor -> new TreeMap<>()).put(to, link);
    }

    /** The ways out of a region, as an operator can pause them. */
    public Map<Actor, PeerLink> from(Actor from) {
        Map<Actor, PeerLink> ways = new TreeMap<>();
        links.getOrDefault(from, Map.of())
                .forEach((to, link) -> ways.put(
                        to,
                        unlessExpelled(
                                from,
                                to,
                                new PausableLink(link, () -> CompletableFuture.completedFuture(isPaused(from, to))))));
        return ways;
    }

    /** Who has expelled a region sends it nothing and owes it nothing, and refuses what it sends. */
    private PeerLink unlessExpelled(Actor from, Actor to, PeerLink link) {
        return shipments -> {
            if (isExpelled(from, to)) {
                return answer(shipments, Outcome.STALE);
            }
            return isExpelled(to, from) ? answer(shipments, Outcome.refused(Reason.EXPELLED)) : link.send(shipments);
        };
    }

    private static CompletableFuture<List<Outcome>> answer(List<Shipment> shipments, Outcome outcome) {
        return CompletableFuture.completedFuture(Collections.nCopies(shipments.size(), outcome));
    }

    /** Has a region take nothing from these and send them nothing, and of the others again. */
    public void expel(Actor by, Set<Actor> regions) {
        expelled.put(by, Set.copyOf(regions));
    }

    /** Whether a region has expelled another. */
    public boolean isExpelled(Actor by, Actor region) {
        return expelled.getOrDefault(by, Set.of()).contains(region);
    }

    /** Has nothing sent from a region to these, and to the others again. */
    public void pause(Actor from, Set<Actor> to) {
        paused.put(from, Set.copyOf(to));
    }

    /** Whether an operator has paused that way. */
    public boolean isPaused(Actor from, Actor to) {
        return paused.getOrDefault(from, Set.of()).contains(to);
    }

    /** Whether what is sent that way arrives, and the answer comes back. */
    public boolean works(Actor from, Actor to) {
        return link(from, to).state() == State.OPEN;
    }

    /**
     * One way.
     *
     * @throws IllegalArgumentException if there is none
     */
    public LinkSwitch link(Actor from, Actor to) {
        LinkSwitch link = links.getOrDefault(from, Map.of()).get(to);
        if (link == null) {
            throw new IllegalArgumentException("no link from " + from + " to " + to);
        }
        return link;
    }

    /** Cuts a region off, in both directions. */
    public void isolate(Actor region) {
        touching(region).forEach(link -> link.set(State.CUT));
    }

    /** Opens all links of a region again. */
    public void heal(Actor region) {
        touching(region).forEach(link -> link.set(State.OPEN));
    }

    /** How many sends are being handled anywhere. */
    public int underWay() {
        return all().mapToInt(LinkSwitch::underWay).sum();
    }

    private Stream<LinkSwitch> all() {
        return links.values().stream().flatMap(ways -> ways.values().stream());
    }

    private Stream<LinkSwitch> touching(Actor region) {
        return links.entrySet().stream()
                .flatMap(from -> from.getValue().entrySet().stream()
                        .filter(to ->
                                from.getKey().equals(region) || to.getKey().equals(region))
                        .map(Map.Entry::getValue));
    }
}
