package dev.rejoin.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.rejoin.aws.sentinel.Sentinel;
import dev.rejoin.aws.sentinel.Sentinel.Report;
import dev.rejoin.functions.log.JsonLog;
import dev.rejoin.functions.wiring.Flush;
import dev.rejoin.functions.wiring.Priming;
import dev.rejoin.functions.wiring.SentinelWiring;
import dev.rejoin.functions.wiring.Wiring;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Each minute: this region's heartbeat, the peers' heartbeats and clocks, and the lag alarms. */
public final class SentinelHandler implements RequestHandler<ScheduledEvent, @Nullable Void> {
    private final Wiring wiring;
    private final Sentinel sentinel;

    @SuppressWarnings("UnusedVariable") // The context that runs it holds it weakly.
    private final Priming priming;

    public SentinelHandler() {
        this(Wiring.fromEnvironment(Set.of()));
    }

    SentinelHandler(Wiring wiring) {
        this.wiring = wiring;
        this.sentinel = SentinelWiring.of(wiring);
        this.priming = wiring.priming().register();
    }

    /** Succeeds whatever it finds: the next minute brings the next try, and the alarms watch the metrics. */
    @Override
    public @Nullable Void handleRequest(ScheduledEvent event, Context context) {
        JsonLog log = JsonLog.of(context);
        tell(sentinel.run().join(), log);
        Flush.send(wiring.metrics(), log);
        return null;
    }

    private static void tell(Report report, JsonLog log) {
        report.problems().forEach(problem -> log.warn("not measured", Map.of("problem", problem)));
        report.notes().forEach(note -> log.info("outage", Map.of("note", note)));
        report.alarms().forEach(alarm -> log.info("alarm maintained", Map.of("alarm", alarm)));
    }
}
