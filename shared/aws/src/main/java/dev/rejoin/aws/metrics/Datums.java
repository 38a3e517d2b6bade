package dev.rejoin.aws.metrics;

import dev.rejoin.aws.metrics.MetricName.Dimension;
import dev.rejoin.clock.Actor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/** Values in CloudWatch's words, within its limits. */
final class Datums {
    /** Of different values in one datum. */
    private static final int MOST_VALUES = 150;

    private static final int MOST_DATUMS = 1000;
    /** CloudWatch takes 1 MB; what follows estimates high. */
    private static final long MOST_BYTES = 900_000;

    private static final long DATUM_BYTES = 1500;
    private static final long VALUE_BYTES = 130;

    private final String table;

    Datums(String table) {
        this.table = table;
    }

    /** What one datum carries. */
    record Part(Series series, Map<Double, Long> counts) {}

    /** What each call takes; one call unless there is very much. */
    static List<List<Part>> calls(Map<Series, Distribution> taken) {
        List<List<Part>> calls = new ArrayList<>();
        List<Part> call = new ArrayList<>();
        long bytes = 0;
        for (Part part : parts(taken)) {
            long size = DATUM_BYTES + VALUE_BYTES * part.counts.size();
            if (!call.isEmpty() && (call.size() == MOST_DATUMS || bytes + size > MOST_BYTES)) {
                calls.add(call);
                call = new ArrayList<>();
                bytes = 0;
            }
            call.add(part);
            bytes += size;
        }
        if (!call.isEmpty()) {
            calls.add(call);
        }
        return calls;
    }

    private static List<Part> parts(Map<Series, Distribution> taken) {
        List<Part> parts = new ArrayList<>();
        taken.forEach((series, distribution) -> {
            Map<Double, Long> part = new LinkedHashMap<>();
            for (Map.Entry<Double, Long> each : distribution.counts().entrySet()) {
                if (part.size() == MOST_VALUES) {
                    parts.add(new Part(series, part));
                    part = new LinkedHashMap<>();
                }
                part.put(each.getKey(), each.getValue());
            }
            parts.add(new Part(series, part));
        });
        return parts;
    }

    /** A part as CloudWatch takes it. */
    MetricDatum datum(Part part) {
        Series series = part.series;
        return MetricDatum.builder()
                .metricName(series.name().text())
                .unit(series.name().unit().text())
                .dimensions(series.name().dimensions().stream()
                        .map(dimension -> dimension(dimension, series))
                        .toList())
                .values(part.counts.keySet())
                .counts(part.counts.values().stream().map(Long::doubleValue).toList())
                .build();
    }

    private software.amazon.awssdk.services.cloudwatch.model.Dimension dimension(Dimension dimension, Series series) {
        String value = switch (dimension) {
            case TABLE -> table;
            case SOURCE -> name(series.source());
            case DESTINATION -> name(series.destination());
        };
        return software.amazon.awssdk.services.cloudwatch.model.Dimension.builder()
                .name(dimension.text())
                .value(value)
                .build();
    }

    private static String name(@Nullable Actor actor) {
        return Objects.requireNonNull(actor).name();
    }
}
