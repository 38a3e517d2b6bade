package dev.rejoin.aws.alarm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmResponse;

/** CloudWatch's alarms in memory, two a page. */
public final class FakeAlarms implements CloudWatchAsyncClient {
    private static final int PAGE = 2;

    private final Map<String, MetricAlarm> alarms = new TreeMap<>();
    private final List<String> changes = new ArrayList<>();
    private Predicate<String> broken = call -> false;

    /** Calls like {@code "put NAME"}, {@code "delete NAME"} and {@code "describe"} fail from now on. */
    public void breakOn(Predicate<String> newBroken) {
        broken = newBroken;
    }

    Map<String, MetricAlarm> alarms() {
        return alarms;
    }

    List<String> changes() {
        return changes;
    }

    @Override
    public CompletableFuture<DescribeAlarmsResponse> describeAlarms(DescribeAlarmsRequest request) {
        if (broken.test("describe")) {
            throw SdkClientException.create("no describe");
        }
        List<MetricAlarm> found = alarms.entrySet().stream()
                .filter(alarm -> alarm.getKey().startsWith(request.alarmNamePrefix()))
                .map(Map.Entry::getValue)
                .toList();
        int from = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
        int to = Math.min(from + PAGE, found.size());
        return CompletableFuture.completedFuture(DescribeAlarmsResponse.builder()
                .metricAlarms(found.subList(from, to))
                .nextToken(to < found.size() ? Integer.toString(to) : null)
                .build());
    }

    @Override
    public CompletableFuture<PutMetricAlarmResponse> putMetricAlarm(PutMetricAlarmRequest request) {
        if (broken.test("put " + request.alarmName())) {
            return CompletableFuture.failedFuture(SdkClientException.create("not put"));
        }
        changes.add("put " + request.alarmName());
        alarms.put(request.alarmName(), alarm(request));
        return CompletableFuture.completedFuture(
                PutMetricAlarmResponse.builder().build());
    }

    @Override
    public CompletableFuture<DeleteAlarmsResponse> deleteAlarms(DeleteAlarmsRequest request) {
        for (String name : request.alarmNames()) {
            if (broken.test("delete " + name)) {
                return CompletableFuture.failedFuture(SdkClientException.create("not deleted"));
            }
            changes.add("delete " + name);
            alarms.remove(name);
        }
        return CompletableFuture.completedFuture(DeleteAlarmsResponse.builder().build());
    }

    static MetricAlarm alarm(PutMetricAlarmRequest request) {
        return MetricAlarm.builder()
                .alarmName(request.alarmName())
                .alarmDescription(request.alarmDescription())
                .namespace(request.namespace())
                .metricName(request.metricName())
                .dimensions(request.dimensions())
                .statistic(request.statistic())
                .unit(request.unit())
                .period(request.period())
                .evaluationPeriods(request.evaluationPeriods())
                .datapointsToAlarm(request.datapointsToAlarm())
                .threshold(request.threshold())
                .comparisonOperator(request.comparisonOperator())
                .treatMissingData(request.treatMissingData())
                .alarmActions(request.alarmActions())
                .okActions(request.okActions())
                .actionsEnabled(true)
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
