package dev.rejoin.aws.alarm;

import dev.rejoin.aws.metrics.Problem;
import dev.rejoin.clock.Actor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/**
 * Sees to it that a region has one lag alarm for each peer, and none for those that are gone. Changes only what is not as it
 * should be, and touches no alarm of another table, another region or another maker. May run at any time, and again.
 */
public final class LagAlarms {
    /** Bounds what is read of an account with very many alarms of this name. */
    private static final int MOST_PAGES = 20;

    private final CloudWatchAsyncClient client;
    private final String table;
    private final Actor self;
    private final long thresholdMillis;
    private final @Nullable String topic;

    /**
     * @param table the applications' table
     * @param thresholdMillis the heartbeat's age from which an alarm is raised
     * @param topic ARN of who is told; null if nobody
     */
    public LagAlarms(
            CloudWatchAsyncClient client, String table, Actor self, long thresholdMillis, @Nullable String topic) {
        this.client = client;
        this.table = table;
        this.self = self;
        this.thresholdMillis = thresholdMillis;
        this.topic = topic;
    }

    /**
     * What was done.
     *
     * @param put names of alarms that were created or changed
     * @param deleted names of alarms whose peer is gone
     * @param problems what could not be done, in words
     */
    public record Changes(List<String> put, List<String> deleted, List<String> problems) {}

    /** Does what has to be done; fails only if the alarms there are cannot be read. */
    public CompletableFuture<Changes> maintain(Collection<Actor> peers) {
        return described(null, new ArrayList<>(), 1).thenCompose(found -> change(peers, found));
    }

    private CompletableFuture<List<MetricAlarm>> described(@Nullable String token, List<MetricAlarm> before, int page) {
        return client.describeAlarms(describe -> describe.alarmNamePrefix(LagAlarm.prefix(table))
                        .alarmTypes(AlarmType.METRIC_ALARM)
                        .nextToken(token))
                .thenCompose(response -> {
                    before.addAll(response.metricAlarms());
                    String next = response.nextToken();
                    if (next == null || next.isEmpty()) {
                        return CompletableFuture.completedFuture(before);
                    } else if (page == MOST_PAGES) {
                        return CompletableFuture.failedFuture(new IllegalStateException(
                                "more than " + before.size() + " alarms begin with " + LagAlarm.prefix(table)));
                    }
                    return described(next, before, page + 1);
                });
    }

    private CompletableFuture<Changes> change(Collection<Actor> peers, List<MetricAlarm> found) {
        Map<String, MetricAlarm> gone = new HashMap<>();
        found.stream()
                .filter(alarm -> LagAlarm.isOf(alarm, table, self))
                .forEach(alarm -> gone.put(alarm.alarmName(), alarm));
        Map<String, LagAlarm> wrong = new HashMap<>();
        for (Actor peer : peers) {
            LagAlarm wanted = new LagAlarm(table, peer, self, thresholdMillis, topic);
            MetricAlarm alarm = gone.remove(wanted.name());
            if (alarm == null || !wanted.matches(alarm)) {
                wrong.put(wanted.name(), wanted);
            }
        }
        List<Step> puts = steps(wrong, wanted -> client.putMetricAlarm(wanted.request()));
        List<Step> deletes = steps(gone, alarm -> client.deleteAlarms(delete -> delete.alarmNames(alarm.alarmName())));
        List<CompletableFuture<?>> all = new ArrayList<>();
        puts.forEach(step -> all.add(step.problem));
        deletes.forEach(step -> all.add(step.problem));
        return CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> new Changes(done(puts), done(deletes), problems(puts, deletes)));
    }

    /** One alarm's change, and in the end its problem, empty if there was none. */
    private record Step(String name, CompletableFuture<String> problem) {}

    private static <T> List<Step> steps(Map<String, T> alarms, Function<T, CompletableFuture<?>> call) {
        List<Step> steps = new ArrayList<>();
        alarms.forEach((name, alarm) -> {
            CompletableFuture<?> called;
            try {
                called = call.apply(alarm);
            } catch (RuntimeException e) {
                called = CompletableFuture.failedFuture(e);
            }
            steps.add(new Step(
                    name, called.handle((done, error) -> error == null ? "" : name + ": " + Problem.of(error))));
        });
        return steps;
    }

    private static List<String> done(List<Step> steps) {
        return steps.stream()
                .filter(step -> step.problem.join().isEmpty())
                .map(Step::name)
                .sorted()
                .toList();
    }

    private static List<String> problems(List<Step> puts, List<Step> deletes) {
        List<String> problems = new ArrayList<>();
        puts.forEach(step -> problems.add(step.problem.join()));
        deletes.forEach(step -> problems.add(step.problem.join()));
        return problems.stream().filter(problem -> !problem.isEmpty()).sorted().toList();
    }
}
