package dev.rejoin.aws.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.aws.alarm.FakeAlarms;
import dev.rejoin.aws.alarm.LagAlarms;
import dev.rejoin.aws.engine.Engine;
import dev.rejoin.aws.metrics.MetricName;
import dev.rejoin.aws.metrics.RegionMetrics;
import dev.rejoin.aws.sentinel.Sentinel.Report;
import dev.rejoin.clock.Actor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** On DynamoDB Local, with a clock that stands unless it is moved. */
@Timeout(120)
class SentinelTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final Actor AP = new Actor("ap-south-1");
    private static final long START = 1_700_000_000_000L;
    private static final Duration PATIENT = Duration.ofSeconds(30);

    private final String table = Engine.createTable(List.of("pk"), List.of("S"));
    private final AtomicLong now = new AtomicLong(START);
    private final FakeAlarms alarms = new FakeAlarms();
    private final Map<Actor, PeerClock> peers = new TreeMap<>();
    private final Noted metrics = new Noted();
    private final List<SentinelTask> tasks = new ArrayList<>();
    private CompletableFuture<Set<Actor>> expelled = CompletableFuture.completedFuture(Set.of());

    /** Keeps the last value of each metric by the region it is about. */
    private static final class Noted implements RegionMetrics {
        private final Map<String, Double> values = new HashMap<>();

        @Override
        public Actor self() {
            return EU;
        }

        @Override
        public synchronized void add(
                MetricName name, @Nullable Actor source, @Nullable Actor destination, double value, long times) {
            values.put(name.text() + " " + source, value);
        }

        @Override
        public void writes(long n) {}

        synchronized Map<String, Double> values() {
            return Map.copyOf(values);
        }
    }

    @Test
    void theHeartbeatIsOnePlainItem() {
        peers.put(US, this::now);
        run(table, PATIENT);
        now.addAndGet(60_000);
        run(table, PATIENT);
        Map<String, AttributeValue> item = Engine.await(Engine.CLIENT.getItem(
                        get -> get.tableName(table).key(key(EU)).consistentRead(true)))
                .item();
        assertThat(item)
                .isEqualTo(Map.of(
                        "pk", AttributeValue.fromS("heartbeat#eu-west-1"),
                        "at", AttributeValue.fromN(Long.toString(START + 60_000)),
                        "before", AttributeValue.fromN(Long.toString(START)),
                        "n", AttributeValue.fromN("2"),
                        "first#us-east-1", AttributeValue.fromN(Long.toString(START))));
        assertThat(metrics.values()).containsEntry("Heartbeats eu-west-1", 1.0);
    }

    @Test
    void agesAreOfTheNewestHeartbeatThatArrived() {
        peers.put(US, this::now);
        peers.put(AP, this::now);
        arrive(US, START - 7_000);
        assertThat(run(table, PATIENT).ages()).isEqualTo(Map.of(US, 7_000L, AP, 0L));
        now.addAndGet(60_000);
        arrive(US, START + 59_000);
        Report report = run(table, PATIENT);
        assertThat(report.problems()).isEmpty();
        // Nobody ever heard of the second peer: as old as our listening.
        assertThat(report.ages()).isEqualTo(Map.of(US, 1_000L, AP, 60_000L));
        assertThat(metrics.values())
                .containsEntry("HeartbeatAge us-east-1", 1_000.0)
                .containsEntry("HeartbeatAge ap-south-1", 60_000.0);
    }

    @Test
    void skewIsToldFromTheMiddleOfTheQuestion() {
        peers.put(US, () -> answer(100, 5_000));
        peers.put(AP, () -> answer(0, -250));
        Report report = run(table, PATIENT);
        assertThat(report.skews()).isEqualTo(Map.of(US, 5_000L, AP, -250L));
        assertThat(metrics.values())
                .containsEntry("ClockSkew us-east-1", 5_000.0)
                .containsEntry("ClockSkew ap-south-1", 250.0);
    }

    @Test
    void aPeerThatHasToStartIsAskedAgain() {
        AtomicInteger asked = new AtomicInteger();
        peers.put(US, () -> {
            if (asked.getAndIncrement() > 0) {
                return answer(20, 300);
            }
            // Its clock is read late in a long round trip.
            now.addAndGet(3_000);
            return CompletableFuture.completedFuture(now.get() + 300);
        });
        assertThat(run(table, PATIENT).skews()).containsEntry(US, 300L);
        assertThat(asked).hasValue(2);
    }

    @Test
    void aSilentPeerCostsNobodyElse() {
        peers.put(US, CompletableFuture::new);
        peers.put(AP, () -> {
            throw new IllegalStateException("no such function");
        });
        Actor well = new Actor("sa-east-1");
        peers.put(well, this::now);
        arrive(US, START - 1_000);
        arrive(well, START - 2_000);
        run(table, PATIENT.minusSeconds(25));
        Report report = run(table, PATIENT.minusSeconds(25));
        assertThat(report.skews()).isEqualTo(Map.of(well, 0L));
        assertThat(report.ages())
                .containsEntry(US, 1_000L)
                .containsEntry(well, 2_000L)
                .containsKey(AP);
        assertThat(report.problems())
                .containsExactlyInAnyOrder(
                        "clock of us-east-1: TimeoutException",
                        "clock of ap-south-1: IllegalStateException: no such function");
        assertThat(metrics.values()).containsKey("Heartbeats eu-west-1");
    }

    @Test
    void alarmsThatFailDoNotStopTheHeartbeat() {
        peers.put(US, this::now);
        alarms.breakOn("describe"::equals);
        Report report = run(table, PATIENT);
        assertThat(report.problems()).containsExactly("alarms: SdkClientException: no describe");
        assertThat(report.ages()).containsKey(US);
        assertThat(metrics.values()).containsKey("Heartbeats eu-west-1");
    }

    @Test
    void alarmsAreMaintainedAndTold() {
        peers.put(US, this::now);
        assertThat(run(table, PATIENT).alarms()).containsExactly("rejoin-orders-lag-us-east-1-to-eu-west-1");
        assertThat(run(table, PATIENT).alarms()).isEmpty();
    }

    @Test
    void noAlarmIsRaisedBecauseAnExpelledPeerLags() {
        peers.put(US, this::now);
        peers.put(AP, this::now);
        assertThat(run(table, PATIENT).alarms()).hasSize(2);
        expelled = CompletableFuture.completedFuture(Set.of(AP));
        tasks.add(task(
                "told",
                seen -> CompletableFuture.completedFuture(
                        List.of(seen.expelled().toString()))));
        Report without = run(table, PATIENT);
        assertThat(without.alarms()).containsExactly("rejoin-orders-lag-ap-south-1-to-eu-west-1");
        assertThat(without.notes()).containsExactly("[ap-south-1]");
        assertThat(without.ages()).as("it is still looked at").containsKey(AP);
        expelled = CompletableFuture.failedFuture(new IllegalStateException("cannot be told"));
        Report unknown = run(table, PATIENT);
        assertThat(unknown.alarms())
                .as("what cannot be told counts as not expelled")
                .containsExactly("rejoin-orders-lag-ap-south-1-to-eu-west-1");
        assertThat(unknown.problems()).containsExactly("expelled peers: IllegalStateException: cannot be told");
    }

    @Test
    void withoutTheControlTableClocksAndAlarmsAreStillLookedAt() {
        peers.put(US, () -> answer(0, 40));
        Report report = run("no-such-table", PATIENT);
        assertThat(report.skews()).containsEntry(US, 40L);
        assertThat(report.alarms()).hasSize(1);
        // No age at all is right: the alarm takes silence for lag.
        assertThat(report.ages()).isEmpty();
        assertThat(metrics.values()).doesNotContainKey("Heartbeats eu-west-1");
        assertThat(report.problems())
                .hasSize(2)
                .allMatch(problem -> problem.startsWith("heartbeat") && problem.contains("ResourceNotFoundException"));
    }

    @Test
    void whatCannotBeReadIsNoAge() {
        peers.put(US, this::now);
        put(US, AttributeValue.fromN("1.5"));
        Report report = run(table, PATIENT);
        assertThat(report.ages()).isEmpty();
        assertThat(report.problems()).singleElement().asString().startsWith("heartbeat of us-east-1: ");
    }

    @Test
    void tasksSeeWhatWasSeenAndFailAlone() {
        peers.put(US, () -> answer(0, 40));
        arrive(US, START - 5_000);
        tasks.add(task("first", seen -> CompletableFuture.completedFuture(List.of(seen.toString()))));
        tasks.add(task("second", seen -> {
            throw new IllegalStateException("broken");
        }));
        tasks.add(task("third", seen -> new CompletableFuture<>()));
        Report report = run(table, PATIENT.minusSeconds(25));
        assertThat(report.notes()).containsExactly("Seen[ages={us-east-1=5000}, skews={us-east-1=40}, expelled=[]]");
        assertThat(report.problems())
                .containsExactlyInAnyOrder("second: IllegalStateException: broken", "third: TimeoutException");
    }

    private static SentinelTask task(String name, Function<SentinelTask.Seen, CompletableFuture<List<String>>> what) {
        return new SentinelTask() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Duration patience() {
                return Duration.ofSeconds(3);
            }

            @Override
            public CompletableFuture<List<String>> run(Seen seen) {
                return what.apply(seen);
            }
        };
    }

    private CompletableFuture<Long> now() {
        return CompletableFuture.completedFuture(now.get());
    }

    /** The answer of a clock that is so far ahead, read in the middle of the way there and back. */
    private CompletableFuture<Long> answer(long roundTrip, long ahead) {
        long there = now.get() + roundTrip / 2 + ahead;
        now.addAndGet(roundTrip);
        return CompletableFuture.completedFuture(there);
    }

    private void arrive(Actor peer, long at) {
        put(peer, AttributeValue.fromN(Long.toString(at)));
    }

    private void put(Actor peer, AttributeValue at) {
        Map<String, AttributeValue> item = new HashMap<>(key(peer));
        item.put("at", at);
        Engine.await(Engine.CLIENT.putItem(put -> put.tableName(table).item(item)));
    }

    private static Map<String, AttributeValue> key(Actor actor) {
        return Map.of("pk", AttributeValue.fromS("heartbeat#" + actor));
    }

    private Report run(String controlTable, Duration patience) {
        Heartbeats heartbeats = new Heartbeats(Engine.CLIENT, controlTable, EU);
        LagAlarms lag = new LagAlarms(alarms, "orders", EU, 180_000, null);
        return new Sentinel(heartbeats, peers, () -> expelled, lag, metrics, now::get, patience, tasks)
                .run()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
