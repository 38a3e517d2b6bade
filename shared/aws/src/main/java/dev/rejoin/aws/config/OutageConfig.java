package dev.rejoin.aws.config;

import dev.rejoin.clock.Actor;
import dev.rejoin.outage.OnIsolation;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the sentinel has to know for the time of an outage; the other functions are given none of it.
 *
 * @param deadQueues where hints to each peer go that nobody tries any more
 * @param forwarder the forwarder's name; empty if the function is no sentinel
 * @param hintRetention how long queues keep a hint
 * @param courierMappings the event source mapping that brings each peer what it is owed, by its UUID
 * @param onIsolation what is done when the other regions are not reached
 * @param isolationBound the age of a heartbeat from which its region counts as not reached
 * @param writers ARNs of the roles that may write the table while it is fenced
 */
public record OutageConfig(
        SortedMap<Actor, URI> deadQueues,
        Optional<String> forwarder,
        Duration hintRetention,
        SortedMap<Actor, String> courierMappings,
        OnIsolation onIsolation,
        Duration isolationBound,
        List<String> writers) {
    public OutageConfig {
        deadQueues = Collections.unmodifiableSortedMap(new TreeMap<>(deadQueues));
        courierMappings = Collections.unmodifiableSortedMap(new TreeMap<>(courierMappings));
        writers = List.copyOf(writers);
    }
}
