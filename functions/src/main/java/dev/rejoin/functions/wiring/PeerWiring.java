package dev.rejoin.functions.wiring;

import dev.rejoin.aws.config.FunctionConfig;
import dev.rejoin.aws.config.TableRole;
import dev.rejoin.aws.control.CurrentExpulsions;
import dev.rejoin.aws.control.Directions;
import dev.rejoin.aws.control.Pauses;
import dev.rejoin.aws.hint.SqsHints;
import dev.rejoin.aws.link.Breaker;
import dev.rejoin.aws.link.LambdaLink;
import dev.rejoin.aws.link.LambdaLink.Route;
import dev.rejoin.aws.metrics.RegionMetrics;
import dev.rejoin.clock.Actor;
import dev.rejoin.outage.PausableLink;
import dev.rejoin.replica.HintQueue;
import dev.rejoin.replica.PeerLink;
import dev.rejoin.replica.TimeSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;

/** The ways to the peers, and what they are owed. */
final class PeerWiring {
    private final FunctionConfig config;
    private final Clients clients;
    private final RegionMetrics metrics;
    private final CurrentExpulsions expulsions;
    private final Pauses pauses;
    private final Map<TableRole, SortedMap<Actor, LambdaLink>> links = new EnumMap<>(TableRole.class);

    PeerWiring(
            FunctionConfig config,
            Clients clients,
            RegionMetrics metrics,
            CurrentExpulsions expulsions,
            TimeSource time) {
        this.config = config;
        this.clients = clients;
        this.metrics = metrics;
        this.expulsions = expulsions;
        this.pauses = new Pauses(
                new Directions(clients.dynamo(), config.control().name(), config.self()),
                config.peers().keySet(),
                time);
        connect();
    }

    /** A peer has one client and one breaker, whatever the table. */
    private void connect() {
        config.peers().forEach((peer, function) -> {
            LambdaAsyncClient lambda = clients.lambda(function.region());
            Breaker breaker = new Breaker();
            for (TableRole role : TableRole.values()) {
                Route route = new Route(role, config.self(), peer, function);
                links.computeIfAbsent(role, table -> new TreeMap<>())
                        .put(peer, new LambdaLink(lambda, route, breaker, config.linkTimeout()));
            }
        });
    }

    /** The way to each peer. */
    SortedMap<Actor, LambdaLink> links(TableRole role) {
        return links.getOrDefault(role, new TreeMap<>());
    }

    /**
     * The same, for what is replicated: counted, paused by an operator, and spared where a peer is expelled.
     *
     * @param self as the incarnation that sends, which the peers are told
     */
    Map<Actor, PeerLink> counted(TableRole role, Actor self) {
        Map<Actor, PeerLink> counted = new TreeMap<>();
        links(role)
                .forEach((peer, link) -> counted.put(
                        peer, metrics.counting(peer, expulsions.sparing(peer, pausable(role, peer, link.from(self))))));
        return counted;
    }

    /** An operator pauses the table, not the heartbeats: a region that is paused is not cut off. */
    private PeerLink pausable(TableRole role, Actor peer, PeerLink link) {
        return role == TableRole.DATA ? new PausableLink(link, () -> pauses.isPaused(peer)) : link;
    }

    /** Only a forwarder owes; a courier's hints are settled by its event source mapping. */
    HintQueue hints(TableRole role) {
        return expulsions.sparing(metrics.counting(new SqsHints(clients.sqs(), role, config.hintQueues())));
    }
}
