package dev.rejoin.aws.backlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.aws.backlog.StreamProgress.Progress;
import dev.rejoin.aws.control.Backlog;
import dev.rejoin.aws.control.Backlogs;
import dev.rejoin.aws.control.Direction;
import dev.rejoin.aws.control.Direction.Note;
import dev.rejoin.aws.control.Directions;
import dev.rejoin.aws.control.Owed;
import dev.rejoin.aws.engine.Engine;
import dev.rejoin.aws.metrics.MetricName;
import dev.rejoin.aws.metrics.RegionMetrics;
import dev.rejoin.aws.sentinel.SentinelTask.Seen;
import dev.rejoin.clock.Actor;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On DynamoDB Local, with a clock that is moved by hand. */
@Timeout(120)
class BacklogTaskTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final Actor AP = new Actor("ap-south-1");
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = 24 * HOUR;

    private final String table = Engine.createTable(List.of("pk"), List.of("S"));
    private final AtomicLong now = new AtomicLong(1_700_000_000_000L);
    private final Backlogs backlogs = new Backlogs(Engine.CLIENT, table, EU);
    private final Directions directions = new Directions(Engine.CLIENT, table, EU);
    private final Map<Actor, Owed> owed = new HashMap<>(Map.of(US, Owed.NOTHING, AP, Owed.NOTHING));
    private final Map<String, Double> measured = new HashMap<>();
    private Progress progress = new Progress(0, true);
    private boolean deaf;

    private final RegionMetrics metrics = new RegionMetrics() {
        @Override
        public Actor self() {
            return EU;
        }

        @Override
        public void add(
                MetricName name, @Nullable Actor source, @Nullable Actor destination, double value, long times) {
            measured.put(name.text() + (destination == null ? "" : " " + destination), value);
        }

        @Override
        public void writes(long n) {}
    };

    private List<String> look() {
        OwedSource source = peer -> deaf && peer.equals(AP)
                ? CompletableFuture.failedFuture(new IllegalStateException("no queue"))
                : CompletableFuture.completedFuture(owed.getOrDefault(peer, Owed.NOTHING));
        BacklogTask task = new BacklogTask(
                new BacklogTask.Sources(
                        source, () -> CompletableFuture.completedFuture(progress), backlogs, directions),
                List.of(US, AP),
                metrics,
                now::get,
                Retention.DEFAULT);
        return Engine.await(task.run(new Seen(Map.of(), Map.of(), Set.of())));
    }

    private Backlog last() {
        return Engine.await(backlogs.last()).orElseThrow();
    }

    private Map<Actor, Direction> all() {
        return Engine.await(directions.all(List.of(US, AP)));
    }

    @Test
    void whatIsOwedIsToldToMetricsAndToTheControlTable() {
        owed.put(US, new Owed(12, 5_000, 3_600, 2));
        assertThat(look()).isEmpty();
        assertThat(measured)
                .containsEntry("BacklogKeys us-east-1", 12.0)
                .containsEntry("BacklogAge us-east-1", 5_000.0)
                .containsEntry("BacklogBytes us-east-1", 3_600.0)
                .containsEntry("BacklogKeys ap-south-1", 0.0)
                .containsEntry("StreamAge", 0.0)
                .containsEntry("Paused us-east-1", 0.0)
                .containsEntry("RepairNeeded us-east-1", 0.0);
        assertThat(last().owed()).containsEntry(US, new Owed(12, 5_000, 3_600, 2));
        assertThat(last().at()).isEqualTo(now.get());
    }

    @Test
    void aQueueThatDoesNotAnswerCostsOnlyItsOwnFigure() {
        deaf = true;
        owed.put(US, new Owed(1, 1, 1, 0));
        assertThat(look()).singleElement().asString().contains("owed to ap-south-1", "no queue");
        assertThat(last().owed()).containsOnlyKeys(US);
        assertThat(measured).containsKey("BacklogKeys us-east-1").doesNotContainKey("BacklogKeys ap-south-1");
    }

    @Test
    void aForwarderThatIsOffIsSeenByTheHeartbeatsThatItDoesNotHandle() {
        progress = new Progress(0, false);
        look();
        assertThat(last().streamMillis()).isZero();
        now.addAndGet(18 * HOUR);
        look();
        assertThat(last().streamMillis()).isEqualTo(18 * HOUR);
        assertThat(measured).containsEntry("StreamAge", (double) (18 * HOUR));
        assertThat(all().values()).allMatch(direction -> direction.repair().isEmpty());
        progress = new Progress(0, true);
        look();
        assertThat(last().streamMillis()).isZero();
    }

    @Test
    void recordsThatTheStreamForgotHaveToBeRepairedInEveryDirection() {
        progress = new Progress(DAY, true);
        assertThat(look()).hasSize(2).allMatch(note -> note.contains("the stream no longer has"));
        assertThat(measured).containsEntry("RepairNeeded us-east-1", 1.0);
        progress = new Progress(0, true);
        now.addAndGet(HOUR);
        assertThat(look()).isEmpty();
        assertThat(all().values()).allMatch(direction -> direction.repair().isPresent());
        assertThat(measured).containsEntry("RepairNeeded us-east-1", 1.0);
        Engine.await(directions.repaired(US, now.get(), new Note(now.get(), "ada", "equal")));
        look();
        assertThat(measured).containsEntry("RepairNeeded us-east-1", 0.0);
    }

    @Test
    void hintsThatTheirQueueForgetsHaveToBeRepairedInThatDirection() {
        owed.put(US, new Owed(3, 14 * DAY - HOUR - 1, 0, 0));
        assertThat(look()).isEmpty();
        owed.put(US, new Owed(3, 14 * DAY - HOUR, 0, 0));
        assertThat(look()).singleElement().asString().startsWith("repair needed to us-east-1");
        assertThat(all().get(AP).repair()).isEmpty();
        owed.put(US, Owed.NOTHING);
        look();
        assertThat(all().get(US).repair()).isPresent();
    }

    @Test
    void whoeverDidNotLookForADayCannotSayThatNothingWasForgotten() {
        look();
        now.addAndGet(DAY - 1);
        assertThat(look()).isEmpty();
        now.addAndGet(DAY);
        assertThat(look()).hasSize(2).allMatch(note -> note.contains("nobody watched"));
    }

    @Test
    void aPausedDirectionIsMeasured() {
        Engine.await(directions.pause(AP, new Note(1, "ada", "")));
        look();
        assertThat(measured).containsEntry("Paused ap-south-1", 1.0).containsEntry("Paused us-east-1", 0.0);
    }

    @Test
    void warningsComeBeforeLosses() {
        Retention retention = Retention.DEFAULT;
        assertThat(retention.warnsOfRecords(18 * HOUR - 1)).isFalse();
        assertThat(retention.warnsOfRecords(18 * HOUR)).isTrue();
        assertThat(retention.losesRecords(DAY - 1)).isFalse();
        assertThat(retention.withHints(Duration.ofMinutes(1)).losesHints(29_999))
                .isFalse();
        assertThat(retention.withHints(Duration.ofMinutes(1)).losesHints(30_000))
                .isTrue();
        Duration day = Duration.ofDays(1);
        assertThatThrownBy(() -> new Retention(day, day, day, Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Retention(day, Duration.ZERO, day, day))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
