package dev.rejoin.aws.metrics;

import dev.rejoin.aws.metrics.MetricName.Dimension;
import dev.rejoin.clock.Actor;
import org.jspecify.annotations.Nullable;

/**
 * One metric between two regions.
 *
 * @param source null if the metric has no such dimension
 * @param destination null if the metric has no such dimension
 */
record Series(
        MetricName name, @Nullable Actor source, @Nullable Actor destination) {
    Series {
        check(name, Dimension.SOURCE, source);
        check(name, Dimension.DESTINATION, destination);
    }

    private static void check(MetricName name, Dimension dimension, @Nullable Actor actor) {
        if (name.dimensions().contains(dimension) != (actor != null)) {
            throw new IllegalArgumentException(
                    name.text() + (actor == null ? " needs " : " has no ") + dimension.text());
        }
    }
}
