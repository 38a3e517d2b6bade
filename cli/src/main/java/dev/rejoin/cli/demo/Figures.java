package dev.rejoin.cli.demo;

import dev.rejoin.cli.demo.scene.StepReport;
import dev.rejoin.cli.local.node.LagBook.Lag;
import dev.rejoin.cli.local.node.LagBook.Pair;
import dev.rejoin.cli.local.node.LocalMetrics;
import dev.rejoin.cli.local.region.LocalCluster;
import dev.rejoin.cli.local.region.LocalRegion;
import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.ReplicationMetrics.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What was counted, over all regions.
 *
 * @param writes plain writes of applications
 * @param applied versions that changed a peer's table
 * @param conflicts concurrent values that met, each once
 * @param hints how often a key was owed to a peer
 * @param repeated records that came again after a crash
 * @param givenUp records that were given up, or put aside because they cannot be decoded
 * @param failures where that is
 * @param lags from a write to its arrival, by pair of regions
 */
record Figures(
        long writes,
        long applied,
        long conflicts,
        long hints,
        long repeated,
        long givenUp,
        Path failures,
        Map<Pair, Lag> lags) {
    static Figures of(LocalCluster cluster, List<StepReport> steps) {
        long applied = 0;
        long hints = 0;
        long repeated = 0;
        for (LocalRegion region : cluster.regions()) {
            LocalMetrics metrics = region.receiver().metrics();
            applied += metrics.outcomes().getOrDefault(Outcome.Kind.APPLIED, 0L)
                    + metrics.outcomes().getOrDefault(Outcome.Kind.MERGED, 0L);
            hints += metrics.events(Event.HINT);
            repeated += metrics.events(Event.REPEATED);
        }
        return new Figures(
                steps.stream().mapToLong(StepReport::writes).sum(),
                applied,
                cluster.conflicts().size(),
                hints,
                repeated,
                cluster.givenUp(),
                cluster.setup().failures(),
                cluster.lags().totals());
    }
}
