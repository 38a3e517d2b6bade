package dev.rejoin.aws.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values until they are sent, in bounded memory. Counts are summed up; of all else each value is kept. Thread-safe. */
final class MetricBuffer {
    /** Far more than metrics times pairs of regions. */
    static final int MOST_SERIES = 1000;

    private Map<Series, Distribution> values = new LinkedHashMap<>();
    private Map<Series, Double> sums = new LinkedHashMap<>();

    synchronized void add(Series series, double value, long times) {
        if (isFull(series)) {
            return;
        }
        if (series.name().unit() == MetricName.Unit.COUNT) {
            sums.merge(series, value * times, Double::sum);
        } else {
            values.computeIfAbsent(series, key -> new Distribution()).add(value, times);
        }
    }

    /** All that is in it, which is then empty. */
    synchronized Map<Series, Distribution> take() {
        Map<Series, Distribution> taken = values;
        sums.forEach((series, sum) ->
                taken.computeIfAbsent(series, key -> new Distribution()).add(sum, 1));
        values = new LinkedHashMap<>();
        sums = new LinkedHashMap<>();
        return taken;
    }

    /** Puts back what was taken, to what came since. */
    synchronized void restore(List<Datums.Part> parts) {
        parts.forEach(part -> part.counts().forEach((value, times) -> add(part.series(), value, times)));
    }

    private boolean isFull(Series series) {
        return values.size() + sums.size() >= MOST_SERIES && !values.containsKey(series) && !sums.containsKey(series);
    }
}
