package dev.rejoin.aws.config;

import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.clock.Actor;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.ReplicaConfig;
import dev.rejoin.version.Home;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One function's configuration.
 *
 * @param table the applications' table
 * @param control the replicated table of heartbeats, of key {@code pk}
 * @param journal how losing values are kept
 * @param bin how deleted items are kept, empty if they are not
 * @param self this region
 * @param peers the appliers of the other regions
 * @param hintQueues the queue of what each peer is owed; of exactly the peers, or empty if the function was given none
 * @param verifiers what compares and repairs the table in the other regions; of exactly the peers, or empty if the function was given none
 * @param failureBucket where records go that cannot be handled
 * @param counters attributes that are counters
 * @param clockBound how far ahead a peer's times may be
 * @param lagAlarm the age of a heartbeat that raises the alarm
 * @param alarmTopic who hears of the alarms that the sentinel makes
 * @param linkTimeout how long a peer's answer is waited for
 * @param resolverTimeout how long an answer of a table owner's resolver is waited for
 * @param outage what the sentinel has to know for the time of an outage
 * @param predates whether the applications' table may have items that are older than its replication
 * @param former regions that are no peers any more, and whose writes are still there
 */
public record FunctionConfig(
        ReplicatedTable table,
        ReplicatedTable control,
        JournalConfig journal,
        Optional<BinConfig> bin,
        Actor self,
        SortedMap<Actor, PeerFunction> peers,
        SortedMap<Actor, URI> hintQueues,
        SortedMap<Actor, PeerFunction> verifiers,
        Optional<String> failureBucket,
        Set<String> counters,
        Duration clockBound,
        Duration lagAlarm,
        Optional<String> alarmTopic,
        Duration linkTimeout,
        Duration resolverTimeout,
        OutageConfig outage,
        boolean predates,
        Set<Actor> former) {
    /** The control table's key. */
    public static final String CONTROL_KEY = "pk";

    /** What only some functions are given. */
    public enum Need {
        HINT_QUEUES,
        VERIFIERS,
        FAILURE_BUCKET
    }

    public FunctionConfig {
        peers = Collections.unmodifiableSortedMap(new TreeMap<>(peers));
        verifiers = Collections.unmodifiableSortedMap(new TreeMap<>(verifiers));
        hintQueues = Collections.unmodifiableSortedMap(new TreeMap<>(hintQueues));
        counters = Set.copyOf(counters);
        former = Set.copyOf(former);
    }

    /**
     * Reads the environment.
     *
     * @param needs what this function cannot work without
     * @throws ConfigException naming everything that is wrong
     */
    public static FunctionConfig parse(Map<String, String> environment, Set<Need> needs) {
        return new ConfigParser(environment).parse(needs);
    }

    /** The table of that role. */
    public ReplicatedTable table(TableRole role) {
        return role == TableRole.DATA ? table : control;
    }

    /** How the table of that role is replicated; the control table has no counters. */
    public ReplicaConfig replica(TableRole role) {
        MergePolicy policy = role == TableRole.DATA ? MergePolicy.counting(counters) : MergePolicy.REGISTERS;
        Home home = new Home(self, table(role).name());
        ReplicaConfig defaults = ReplicaConfig.of(home, peers.keySet(), policy);
        ReplicaConfig replica = new ReplicaConfig(
                home,
                peers.keySet(),
                policy,
                clockBound.toMillis(),
                defaults.granularityMillis(),
                defaults.attempts(),
                defaults.sliceSize(),
                defaults.itemLimit());
        ReplicaConfig known = replica.withFormer(former);
        return role == TableRole.DATA && predates ? known.withOrigins() : known;
    }
}
