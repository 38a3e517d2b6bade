package dev.rejoin.cli.local.region;

import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.cli.local.source.MappingConfig;
import dev.rejoin.cli.local.source.MappingPace;
import dev.rejoin.clock.Actor;
import dev.rejoin.policy.MergePolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a cluster is like.
 *
 * @param regions two or more
 * @param counters attributes that count, so that an absent one is 0
 * @param policy how concurrent writes merge
 * @param functionTimeout how long an invocation of a forwarder may take
 * @param hintRetryFrom wait after a hint's first failed delivery
 * @param hintRetryTo longest wait between deliveries of a hint
 * @param failures where records go that are given up
 */
public record ClusterSetup(
        List<Actor> regions,
        ReplicatedTable table,
        Set<String> counters,
        MergePolicy policy,
        MappingConfig mapping,
        MappingPace pace,
        Duration functionTimeout,
        Duration hintRetryFrom,
        Duration hintRetryTo,
        Path failures) {
    private static final int BATCH = 100;
    private static final int LANES = 2;
    private static final int RETRIES = 100;

    public ClusterSetup {
        regions = List.copyOf(regions);
        counters = Set.copyOf(counters);
    }

    /** For a person who watches; attributes that do not count are last-writer-wins registers. */
    public static ClusterSetup brisk(List<Actor> regions, ReplicatedTable table, Set<String> counters, Path failures) {
        return new ClusterSetup(
                regions,
                table,
                counters,
                MergePolicy.counting(counters),
                new MappingConfig(BATCH, Duration.ZERO, LANES, RETRIES, Duration.ofHours(23), true),
                MappingPace.BRISK,
                Duration.ofSeconds(20),
                Duration.ofMillis(20),
                Duration.ofMillis(500),
                failures);
    }

    /** With another policy. */
    public ClusterSetup merging(MergePolicy other) {
        return new ClusterSetup(
                regions, table, counters, other, mapping, pace, functionTimeout, hintRetryFrom, hintRetryTo, failures);
    }
}
