package dev.rejoin.cli.local.link;

import dev.rejoin.cli.local.link.LinkSwitch.State;
import dev.rejoin.clock.Actor;
import dev.rejoin.replica.PeerLink;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All links of a cluster: one for each ordered pair of regions. */
public final class Switchboard {
    private final Map<Actor, Map<Actor, LinkSwitch>> links = new TreeMap<>();

    /** Adds the way from one region to another. */
    public void connect(Actor from, Actor to, LinkSwitch link) {
        links.computeIfAbsent(from, actor -> new TreeMap<>()).put(to, link);
    }

    /** The ways out of a region. */
    public Map<Actor, PeerLink> from(Actor from) {
        return new TreeMap<>(links.getOrDefault(from, Map.of()));
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
