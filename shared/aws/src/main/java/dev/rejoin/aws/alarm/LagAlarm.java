package dev.rejoin.aws.alarm;

import dev.rejoin.aws.metrics.MetricName;
import dev.rejoin.clock.Actor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/**
 * The alarm that a region raises about what comes from one peer. Silence raises it too.
 *
 * @param table the applications' table
 * @param source the peer
 * @param destination the region that raises it
 * @param thresholdMillis the heartbeat's age from which it is raised
 * @param topic who is told when it is raised and when it is over; null if nobody
 */
record LagAlarm(
        String table,
        Actor source,
        Actor destination,
        long thresholdMillis,
        @Nullable String topic) {
    private static final int PERIOD_SECONDS = 60;
    private static final int PERIODS = 3;
    /** One late run of the sentinel is no alarm. */
    private static final int BREACHING_PERIODS = 2;

    private static final String MISSING = "breaching";

    /** What the names of all lag alarms of a table begin with; another table's may begin with it too. */
    static String prefix(String table) {
        return "rejoin-" + table + "-lag-";
    }

    String name() {
        return prefix(table) + source + "-to-" + destination;
    }

    /** Whether an alarm is one of a region's lag alarms of the table, whatever its peer. */
    static boolean isOf(MetricAlarm alarm, String table, Actor destination) {
        Set<Dimension> dimensions = Set.copyOf(alarm.dimensions());
        return MetricName.NAMESPACE.equals(alarm.namespace())
                && MetricName.HEARTBEAT_AGE.text().equals(alarm.metricName())
                && alarm.alarmName().startsWith(prefix(table))
                && alarm.alarmName().endsWith("-to-" + destination)
                && dimensions.contains(dimension(MetricName.Dimension.TABLE, table))
                && dimensions.contains(dimension(MetricName.Dimension.DESTINATION, destination.name()));
    }

    PutMetricAlarmRequest request() {
        return PutMetricAlarmRequest.builder()
                .alarmName(name())
                .alarmDescription("Writes of " + source + " reach the table " + table + " in " + destination
                        + " late or not at all. Maintained by Rejoin's sentinel.")
                .namespace(MetricName.NAMESPACE)
                .metricName(MetricName.HEARTBEAT_AGE.text())
                .dimensions(dimensions())
                .statistic(Statistic.MAXIMUM)
                .unit(MetricName.HEARTBEAT_AGE.unit().text())
                .period(PERIOD_SECONDS)
                .evaluationPeriods(PERIODS)
                .datapointsToAlarm(BREACHING_PERIODS)
                .threshold((double) thresholdMillis)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .treatMissingData(MISSING)
                .alarmActions(actions())
                .okActions(actions())
                .build();
    }

    /** Whether an alarm is as it should be. That somebody muted it, by disabling its actions, is left alone. */
    boolean matches(MetricAlarm alarm) {
        PutMetricAlarmRequest wanted = request();
        return wanted.alarmName().equals(alarm.alarmName())
                && wanted.alarmDescription().equals(alarm.alarmDescription())
                && wanted.namespace().equals(alarm.namespace())
                && wanted.metricName().equals(alarm.metricName())
                && Set.copyOf(wanted.dimensions()).equals(new LinkedHashSet<>(alarm.dimensions()))
                && wanted.statistic() == alarm.statistic()
                && wanted.unit() == alarm.unit()
                && wanted.period().equals(alarm.period())
                && wanted.evaluationPeriods().equals(alarm.evaluationPeriods())
                && wanted.datapointsToAlarm().equals(alarm.datapointsToAlarm())
                && wanted.threshold().equals(alarm.threshold())
                && wanted.comparisonOperator() == alarm.comparisonOperator()
                && Objects.equals(wanted.treatMissingData(), alarm.treatMissingData())
                && wanted.alarmActions().equals(alarm.alarmActions())
                && wanted.okActions().equals(alarm.okActions());
    }

    private List<String> actions() {
        return topic == null ? List.of() : List.of(topic);
    }

    private List<Dimension> dimensions() {
        return MetricName.HEARTBEAT_AGE.dimensions().stream()
                .map(dimension -> dimension(
                        dimension,
                        switch (dimension) {
                            case TABLE -> table;
                            case SOURCE -> source.name();
                            case DESTINATION -> destination.name();
                        }))
                .toList();
    }

    private static Dimension dimension(MetricName.Dimension name, String value) {
        return Dimension.builder().name(name.text()).value(value).build();
    }
}
