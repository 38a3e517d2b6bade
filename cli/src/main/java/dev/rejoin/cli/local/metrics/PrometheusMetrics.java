package dev.rejoin.cli.local.metrics;

import dev.rejoin.aws.metrics.MetricName;
import dev.rejoin.aws.metrics.MetricName.Dimension;
import dev.rejoin.cli.local.watch.MetricSink;
import dev.rejoin.clock.Actor;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of CloudWatch under Prometheus' rules of naming: base units, {@code _total} for counters, and what is to be summed
 * up in one family. Counters are there from the start, so that their first increase is seen.
 */
public final class PrometheusMetrics implements MetricSink {
    private static final double MILLIS = 1_000;
    private static final double DAY_SECONDS = 86_400;
    private static final String OUTCOME_PREFIX = "OUTCOMES_";
    private static final String REASON_PREFIX = "CONFLICT_REASON_";
    private static final String POLICY_PREFIX = "CONFLICT_POLICY_";
    private static final double[] LAG_BUCKETS = {
        .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 180, 300, 900, 3600
    };

    private final String table;
    private final Histogram lag;
    private final Counter outcomes;
    private final Counter reasons;
    private final Counter policies;
    private final Counter writes;
    private final Map<MetricName, Counter> counters = new EnumMap<>(MetricName.class);
    private final Map<MetricName, Gauge> gauges = new EnumMap<>(MetricName.class);

    /** @param regions all that replicate the table */
    public PrometheusMetrics(PrometheusRegistry registry, String table, List<Actor> regions) {
        this.table = table;
        this.lag = Histogram.builder()
                .name("rejoin_replication_lag_seconds")
                .help("Time from a write in its region to its commit in another.")
                .unit(Unit.SECONDS)
                .labelNames(labels(MetricName.REPLICATION_LAG))
                .classicOnly()
                .classicUpperBounds(LAG_BUCKETS)
                .register(registry);
        this.outcomes = Counter.builder()
                .name("rejoin_outcomes_total")
                .help("Versions by what became of them where they went.")
                .labelNames("table", "source", "destination", "outcome")
                .register(registry);
        this.reasons = conflicts(registry, "reason", "why the value does not stand");
        this.policies = conflicts(registry, "policy", "the policy that settled them");
        this.writes = Counter.builder()
                .name("rejoin_writes_total")
                .help("Conditional writes of forwarders in their own region.")
                .labelNames("table", "source")
                .register(registry);
        counter(registry, MetricName.WAITS, "Versions that the destination asked to have again later.");
        counter(registry, MetricName.REFUSED, "Versions that the destination did not accept.");
        counter(registry, MetricName.HINTS, "Keys that were noted as owed to the destination.");
        counter(registry, MetricName.CONFLICTS, "Concurrent values that met and were journalled.");
        counter(registry, MetricName.CHANGES, "Plain writes that were captured from the stream.");
        counter(registry, MetricName.POISON, "Stream records that were put aside.");
        counter(registry, MetricName.POLICY_WAITS, "Batches that waited because the policy is not known.");
        counter(
                registry,
                MetricName.TABLE_REPLACED,
                "Batches that waited because another table is in the place of the one that is replicated.");
        counter(registry, MetricName.HEARTBEATS, "Heartbeats that were written.");
        gauge(registry, MetricName.CLOCK_SKEW, "How far the source's clock is from the destination's, either way.");
        gauge(registry, MetricName.HEARTBEAT_AGE, "Age of the source's newest heartbeat that arrived.");
        gauge(registry, MetricName.BACKLOG_KEYS, "Keys that the destination is owed.");
        gauge(registry, MetricName.BACKLOG_AGE, "Age of the oldest key that the destination is owed.");
        gauge(registry, MetricName.BACKLOG_BYTES, "What the destination is owed is about to weigh.");
        gauge(registry, MetricName.STREAM_AGE, "Age of the oldest stream record that is not forwarded.");
        gauge(registry, MetricName.PAUSED, "1 while the direction is paused.");
        gauge(registry, MetricName.REPAIR_NEEDED, "1 while the direction has to be repaired.");
        gauge(registry, MetricName.ISOLATED, "1 while the region counts as cut off.");
        gauge(registry, MetricName.FENCED, "1 while the region is proved to refuse its applications' writes.");
        gauge(
                registry,
                MetricName.TIME_TO_FENCE,
                "From the last decision to fence to the first write refused for good.");
        gauge(
                registry,
                MetricName.TOMBSTONES_HELD,
                "Time since a run of rejoin tombstones in which no region held anything back.");
        begin(regions);
    }

    @Override
    public void add(MetricName name, @Nullable Actor source, @Nullable Actor destination, double value, long times) {
        Counter counter = counters.get(name);
        Gauge gauge = gauges.get(name);
        if (counter != null) {
            counter.labelValues(values(name, source, destination)).inc(value * times);
        } else if (gauge != null) {
            gauge.labelValues(values(name, source, destination)).set(base(name, value));
        } else if (name == MetricName.REPLICATION_LAG) {
            for (long i = 0; i < times; i++) {
                lag.labelValues(values(name, source, destination)).observe(value / MILLIS);
            }
        } else if (name.name().startsWith(OUTCOME_PREFIX)) {
            outcomes.labelValues(labelled(name, OUTCOME_PREFIX, source, destination))
                    .inc(value * times);
        } else if (name.name().startsWith(REASON_PREFIX)) {
            reasons.labelValues(labelled(name, REASON_PREFIX, source, destination))
                    .inc(value * times);
        } else if (name.name().startsWith(POLICY_PREFIX)) {
            policies.labelValues(labelled(name, POLICY_PREFIX, source, destination))
                    .inc(value * times);
        }
    }

    @Override
    public void writes(Actor region, long n) {
        writes.labelValues(table, region.name()).inc(n);
    }

    private static Counter conflicts(PrometheusRegistry registry, String by, String words) {
        return Counter.builder()
                .name("rejoin_conflicts_by_" + by + "_total")
                .help("Conflicts by " + words + ".")
                .labelNames("table", "destination", by)
                .register(registry);
    }

    private void counter(PrometheusRegistry registry, MetricName name, String help) {
        counters.put(
                name,
                Counter.builder()
                        .name(name(name) + "_total")
                        .help(help)
                        .labelNames(labels(name))
                        .register(registry));
    }

    private void gauge(PrometheusRegistry registry, MetricName name, String help) {
        Gauge.Builder gauge = Gauge.builder().help(help).labelNames(labels(name));
        if (name.unit() == MetricName.Unit.MILLISECONDS || name.unit() == MetricName.Unit.DAYS) {
            gauge.name(name(name) + "_seconds").unit(Unit.SECONDS);
        } else {
            gauge.name(name(name));
        }
        gauges.put(name, gauge.register(registry));
    }

    /** In Prometheus' base units. */
    private static double base(MetricName name, double value) {
        return switch (name.unit()) {
            case MILLISECONDS -> value / MILLIS;
            case DAYS -> value * DAY_SECONDS;
            case COUNT, BYTES, NONE -> value;
        };
    }

    /** All counters that can ever be, at 0; but not of heartbeats, because here nobody writes any. */
    private void begin(List<Actor> regions) {
        for (Actor source : regions) {
            writes.initLabelValues(table, source.name());
            for (Actor destination : regions) {
                if (!source.equals(destination)) {
                    begin(source, destination);
                }
            }
        }
    }

    private void begin(Actor source, Actor destination) {
        lag.initLabelValues(values(MetricName.REPLICATION_LAG, source, destination));
        counters.forEach((name, counter) -> {
            if (name != MetricName.HEARTBEATS) {
                counter.initLabelValues(values(name, source, destination));
            }
        });
        for (MetricName name : MetricName.values()) {
            if (name.name().startsWith(OUTCOME_PREFIX)) {
                outcomes.initLabelValues(labelled(name, OUTCOME_PREFIX, source, destination));
            } else if (name.name().startsWith(REASON_PREFIX)) {
                reasons.initLabelValues(labelled(name, REASON_PREFIX, source, destination));
            } else if (name.name().startsWith(POLICY_PREFIX)) {
                policies.initLabelValues(labelled(name, POLICY_PREFIX, source, destination));
            }
        }
    }

    private static String name(MetricName name) {
        return "rejoin_" + name.name().toLowerCase(Locale.ROOT);
    }

    private static String[] labels(MetricName name) {
        return name.dimensions().stream()
                .map(dimension -> dimension.text().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
    }

    /** The metric's own labels, and what its name says beside the prefix. */
    private String[] labelled(MetricName name, String prefix, @Nullable Actor source, @Nullable Actor destination) {
        List<String> values = new ArrayList<>(List.of(values(name, source, destination)));
        values.add(name.name().substring(prefix.length()).toLowerCase(Locale.ROOT));
        return values.toArray(new String[0]);
    }

    private String[] values(MetricName name, @Nullable Actor source, @Nullable Actor destination) {
        List<String> values = new ArrayList<>();
        for (Dimension dimension : name.dimensions()) {
            values.add(
                    switch (dimension) {
                        case TABLE -> table;
                        case SOURCE -> Objects.requireNonNull(source).name();
                        case DESTINATION -> Objects.requireNonNull(destination).name();
                    });
        }
        return values.toArray(new String[0]);
    }
}
