package dev.rejoin.functions.wiring;

import dev.rejoin.aws.alarm.LagAlarms;
import dev.rejoin.aws.config.FunctionConfig;
import dev.rejoin.aws.config.TableRole;
import dev.rejoin.aws.sentinel.Heartbeats;
import dev.rejoin.aws.sentinel.PeerClock;
import dev.rejoin.aws.sentinel.Sentinel;
import dev.rejoin.clock.Actor;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Puts the sentinel together. */
public final class SentinelWiring {
    /** Two answers of a peer, the first of them after its function's start. */
    private static final int LINK_TIMEOUTS = 3;

    private SentinelWiring() {}

    public static Sentinel of(Wiring wiring) {
        FunctionConfig config = wiring.config();
        Duration patience = config.linkTimeout().multipliedBy(LINK_TIMEOUTS);
        Map<Actor, PeerClock> peers = new TreeMap<>();
        wiring.links(TableRole.CONTROL).forEach((peer, link) -> peers.put(peer, link::ping));
        return new Sentinel(
                new Heartbeats(wiring.clients().dynamo(), config.control().name(), config.self()),
                peers,
                new LagAlarms(
                        wiring.clients().cloudWatch(),
                        config.table().name(),
                        config.self(),
                        config.lagAlarm().toMillis(),
                        config.alarmTopic().orElse(null)),
                wiring.metrics(),
                wiring.time(),
                patience);
    }
}
