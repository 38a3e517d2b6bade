package dev.rejoin.aws.backlog;

import dev.rejoin.aws.config.FunctionConfig;
import dev.rejoin.aws.sentinel.Heartbeats;
import dev.rejoin.clock.Actor;
import dev.rejoin.clock.HybridTime;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.Store;
import dev.rejoin.replica.TimeSource;
import dev.rejoin.version.ShadowRow;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * How far the forwarder function is: its iterator's age, which is silent while nothing calls it, and whether it has folded the
 * heartbeat that this region wrote a minute ago, which its shadow row tells.
 */
public final class ForwarderProgress implements StreamProgress {
    /** Stream records tell their time to the second. */
    private static final long ROUNDED_MILLIS = 2_000;

    private final Gauges gauges;
    private final Heartbeats heartbeats;
    private final Store control;
    private final Actor self;
    private final String function;
    private final TimeSource time;

    /**
     * @param control the store of the control table
     * @param function the forwarder's name
     */
    public ForwarderProgress(
            Gauges gauges, Heartbeats heartbeats, Store control, Actor self, String function, TimeSource time) {
        this.gauges = gauges;
        this.heartbeats = heartbeats;
        this.control = control;
        this.self = self;
        this.function = function;
        this.time = time;
    }

    @Override
    public CompletableFuture<Progress> look() {
        CompletableFuture<Double> age =
                gauges.highest("AWS/Lambda", "IteratorAge", "FunctionName", function, time.millis());
        return age.thenCombine(handles(), (millis, handles) -> new Progress(Math.round(millis), handles));
    }

    private CompletableFuture<Boolean> handles() {
        ItemKey key = ItemKey.of(FunctionConfig.CONTROL_KEY, Heartbeats.keyOf(self));
        return heartbeats.beforeLast().thenCombine(control.readShadows(List.of(key)), (before, rows) -> {
            ShadowRow row = rows.getOrDefault(key, ShadowRow.NONE);
            long folded = HybridTime.millis(row.clock().maxTime());
            return before.isEmpty() || folded + ROUNDED_MILLIS >= before.getAsLong();
        });
    }
}
