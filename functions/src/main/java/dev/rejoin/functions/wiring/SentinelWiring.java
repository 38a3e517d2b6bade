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
    /** However long a peer's answer is waited for: the function has to end in time, and to tell what it found before that. */
    public static final Duration MOST_PATIENCE = Duration.ofSeconds(40);

    /** Of that, for looking at the peers; the rest is for what is done after. */
    private static final Duration MOST_FOR_THE_LOOK =
            MOST_PATIENCE.minus(OutageWiring.FENCING).minusSeconds(4);

    /** Two answers of a peer, the first of them after its function's start. */
    private static final int LINK_TIMEOUTS = 3;

    private SentinelWiring() {}

    public static Sentinel of(Wiring wiring) {
        FunctionConfig config = wiring.config();
        Map<Actor, PeerClock> peers = new TreeMap<>();
        wiring.links(TableRole.CONTROL).forEach((peer, link) -> peers.put(peer, link::ping));
        return new Sentinel(
                new Heartbeats(wiring.clients().dynamo(), config.control().name(), config.self()),
                peers,
                () -> wiring.expulsions().expelled(config.peers().keySet()),
                new LagAlarms(
                        wiring.clients().cloudWatch(),
                        config.table().name(),
                        config.self(),
                        config.lagAlarm().toMillis(),
                        config.alarmTopic().orElse(null)),
                wiring.metrics(),
                wiring.time(),
                patience(config),
                OutageWiring.tasks(wiring));
    }

    /** How long each of the sentinel's steps may take; they run side by side. */
    public static Duration patience(FunctionConfig config) {
        Duration wanted = config.linkTimeout().multipliedBy(LINK_TIMEOUTS);
        return wanted.compareTo(MOST_FOR_THE_LOOK) < 0 ? wanted : MOST_FOR_THE_LOOK;
    }
}
