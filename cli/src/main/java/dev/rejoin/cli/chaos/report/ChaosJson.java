package dev.rejoin.cli.chaos.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.cli.chaos.audit.Audit;
import dev.rejoin.cli.chaos.audit.Promise;
import dev.rejoin.cli.chaos.fault.Fault;
import dev.rejoin.cli.chaos.run.ChaosResult;
import dev.rejoin.cli.chaos.run.Sample;
import java.time.Duration;
import java.util.Locale;

/** A run for programs: one document. */
public final class ChaosJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ChaosJson() {}

    /**
     * The document.
     *
     * @param again the command that runs the same faults once more
     */
    public static String of(ChaosResult result, String again) {
        ObjectNode node = JSON.objectNode();
        node.put("held", result.held()).put("stoppedEarly", result.stopped());
        node.put("began", result.began().toString());
        node.put("again", again).put("seed", result.setup().seed());
        result.setup().regions().forEach(region -> node.withArray("regions").add(region.name()));
        node.put("wantedWritesPerSecond", result.setup().writesPerSecond());
        node.put("seconds", seconds(result.ran())).put("secondsToRest", seconds(result.toRest()));
        result.findings()
                .promises()
                .forEach(promise -> node.withArray("promises").add(promise(promise)));
        figures(node.putObject("figures"), result);
        result.faults().forEach(fault -> node.withArray("faults").add(fault(fault)));
        result.samples().forEach(sample -> node.withArray("samples").add(sample(sample)));
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report that is no JSON", e);
        }
    }

    private static ObjectNode promise(Promise promise) {
        ObjectNode node = JSON.objectNode();
        node.put("promise", promise.text()).put("held", promise.held()).put("seen", promise.seen());
        promise.broken().forEach(node.putArray("broken")::add);
        return node;
    }

    private static void figures(ObjectNode node, ChaosResult result) {
        node.putObject("writes")
                .put("acknowledged", result.writes().acknowledged())
                .put("refused", result.writes().refused())
                .put("unknown", result.writes().unknown());
        node.putObject("lagMillis")
                .put("count", result.lags().count())
                .put("p50", result.lags().p50())
                .put("p99", result.lags().p99())
                .put("max", result.lags().max());
        Audit.Findings findings = result.findings();
        node.put("items", findings.items())
                .put("plainWritesInStreams", findings.plainWrites())
                .put("ownWritesInStreams", findings.ownWrites())
                .put("conflictsInJournal", findings.conflicts());
        Audit.Values values = findings.values();
        node.putObject("values")
                .put("followed", values.all())
                .put("standing", values.standing())
                .put("replaced", values.replaced())
                .put("journalled", values.journalled())
                .put("lost", values.lost());
        ObjectNode counts = node.putObject("counts");
        result.counts().forEach(counts::put);
    }

    private static ObjectNode fault(Fault fault) {
        ObjectNode node = JSON.objectNode();
        node.put("kind", fault.kind().name().toLowerCase(Locale.ROOT))
                .put("region", fault.region().name());
        if (fault.peer() != null) {
            node.put("peer", fault.peer().name());
        }
        return node.put("at", seconds(fault.at()))
                .put("seconds", seconds(fault.length()))
                .put("amount", fault.amount());
    }

    private static ObjectNode sample(Sample sample) {
        ObjectNode node = JSON.objectNode();
        node.put("at", seconds(sample.at()))
                .put("seconds", seconds(Duration.ofMillis((long) (sample.seconds() * 1_000))));
        node.put("versions", sample.lags()).put("lagP50", sample.lagP50()).put("lagP99", sample.lagP99());
        ObjectNode backlog = node.putObject("backlog");
        sample.backlog().forEach((region, keys) -> backlog.put(region.name(), keys));
        return node.put("conflicts", sample.conflicts())
                .put("acknowledged", sample.acknowledged())
                .put("failed", sample.failed());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
