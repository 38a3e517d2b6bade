package dev.rejoin.aws.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.aws.control.ControlFences;
import dev.rejoin.aws.engine.Engine;
import dev.rejoin.aws.metrics.MetricName;
import dev.rejoin.aws.metrics.RegionMetrics;
import dev.rejoin.aws.sentinel.SentinelTask.Seen;
import dev.rejoin.clock.Actor;
import dev.rejoin.outage.Fence;
import dev.rejoin.outage.FenceRecord;
import dev.rejoin.outage.FenceRecord.Reason;
import dev.rejoin.outage.FenceRecord.State;
import dev.rejoin.outage.Isolation;
import dev.rejoin.outage.OnIsolation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The record on DynamoDB Local, the table's policy on a fake that is late, and a clock that runs with each look. */
@Timeout(120)
class FenceTaskTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final Actor AP = new Actor("ap-south-1");
    private static final Duration BOUND = Duration.ofSeconds(150);

    private final AtomicLong now = new AtomicLong(1_700_000_000_000L);
    private final String control = Engine.createTable(List.of("pk"), List.of("S"));
    private final FakeTable table = new FakeTable(now::get, null);
    private final ControlFences records = new ControlFences(Engine.CLIENT, control, EU);
    private final Map<String, Double> measured = new HashMap<>();
    private boolean drained = true;
    private Set<Actor> expelled = Set.of();

    private final RegionMetrics metrics = new RegionMetrics() {
        @Override
        public Actor self() {
            return EU;
        }

        @Override
        public void add(
                MetricName name, @Nullable Actor source, @Nullable Actor destination, double value, long times) {
            measured.put(name.text(), value);
        }

        @Override
        public void writes(long n) {}
    };

    private List<String> run(OnIsolation onIsolation, Map<Actor, Long> ages, Map<Actor, Long> skews) {
        Fence fence = new Fence(
                records,
                new TablePolicy(table, "orders", List.of("arn:aws:iam::111122223333:role/applier")),
                closedAt -> CompletableFuture.completedFuture(drained),
                () -> now.addAndGet(700),
                new Fence.Pace(3, 16_000));
        FenceTask.Rules rules = new FenceTask.Rules(
                onIsolation, BOUND, Isolation.Patience.DEFAULT, 20, Duration.ofMillis(1), Duration.ofSeconds(60));
        List<String> notes = Engine.await(new FenceTask(metrics, Set.of(US, AP), rules, records, fence, now::get)
                .run(new Seen(ages, skews, expelled)));
        now.addAndGet(60_000);
        return notes;
    }

    private static Map<Actor, Long> both(long us, long ap) {
        return new TreeMap<>(Map.of(US, us, AP, ap));
    }

    private FenceRecord record() {
        return Engine.await(records.read());
    }

    @Test
    void aRegionThatReachesNobodyFencesItselfAndOpensWhenItDoesAgain() {
        assertThat(run(OnIsolation.FENCE, both(1_000, 1_000), both(0, 0))).isEmpty();
        assertThat(run(OnIsolation.FENCE, both(200_000, 200_000), both(0, 0))).isEmpty();
        assertThat(run(OnIsolation.FENCE, both(260_000, 260_000), both(0, 0)))
                .containsExactly("isolated", "fence FENCING", "fence FENCED");
        assertThat(record().state()).isEqualTo(State.FENCED);
        assertThat(record().byIsolation().map(Reason::why)).contains("reaches 1 of 3 regions");
        assertThat(measured)
                .containsEntry("Isolated", 1.0)
                .containsEntry("Fenced", 1.0)
                .containsEntry("TimeToFence", (double) record().millisToClose().orElseThrow());
        assertThat(record().millisToClose().orElseThrow()).isBetween(3_000L, 20_000L);
        assertThat(table.policy()).contains("RejoinFence");
        assertThat(run(OnIsolation.FENCE, both(1_000, 1_000), both(0, 0))).containsExactly("fence drained");
        run(OnIsolation.FENCE, both(1_000, 1_000), both(0, 0));
        assertThat(record().state()).as("two looks are not enough to open").isEqualTo(State.FENCED);
        assertThat(run(OnIsolation.FENCE, both(1_000, 1_000), both(0, 0)))
                .containsExactly("not isolated any more", "fence UNFENCING", "fence OPEN");
        assertThat(table.policy()).isNull();
        assertThat(measured).containsEntry("Isolated", 0.0).containsEntry("Fenced", 0.0);
    }

    @Test
    void aRegionThatWasExpelledIsNotCounted() {
        expelled = Set.of(AP);
        Map<Actor, Long> noneOfIt = Map.of(US, 1_000L);
        for (int look = 0; look < 4; look++) {
            assertThat(run(OnIsolation.FENCE, noneOfIt, Map.of(US, 0L))).isEmpty();
        }
        run(OnIsolation.FENCE, both(260_000, 1_000), both(0, 0));
        assertThat(run(OnIsolation.FENCE, both(260_000, 1_000), both(0, 0))).contains("isolated", "fence FENCED");
        assertThat(record().byIsolation().map(Reason::why)).contains("reaches 1 of 2 regions");
        expelled = Set.of(AP, US);
        for (int look = 0; look < 3; look++) {
            run(OnIsolation.FENCE, both(260_000, 260_000), Map.of());
        }
        assertThat(record().state()).as("alone, and nobody else is left").isEqualTo(State.OPEN);
    }

    @Test
    void aPeerThatIsHeardOfButDoesNotAnswerIsNotReached() {
        run(OnIsolation.FENCE, both(0, 0), both(0, 0));
        run(OnIsolation.FENCE, both(0, 0), Map.of());
        run(OnIsolation.FENCE, both(0, 0), Map.of());
        assertThat(record().state()).isEqualTo(State.FENCED);
    }

    @Test
    void oneOfTwoPeersIsEnough() {
        run(OnIsolation.FENCE, both(0, 0), both(0, 0));
        for (int i = 0; i < 5; i++) {
            run(OnIsolation.FENCE, both(0, 900_000), Map.of(US, 0L));
        }
        assertThat(record().state()).isEqualTo(State.OPEN);
        assertThat(record().isolation().isolated()).isFalse();
    }

    @Test
    void aPeersClockThatIsBehindIsNoSilence() {
        run(OnIsolation.FENCE, both(300_000, 300_000), both(-300_000, -300_000));
        run(OnIsolation.FENCE, both(300_000, 300_000), both(-300_000, -300_000));
        run(OnIsolation.FENCE, both(300_000, 300_000), both(-300_000, -300_000));
        assertThat(record().isolation()).isEqualTo(new Isolation(true, false, 0));
    }

    @Test
    void whatCannotBeToldChangesNothing() {
        run(OnIsolation.FENCE, both(0, 0), both(0, 0));
        FenceRecord before = record();
        for (int i = 0; i < 3; i++) {
            run(OnIsolation.FENCE, Map.of(US, 900_000L), Map.of());
        }
        assertThat(record()).isEqualTo(before);
    }

    @Test
    void whoeverLeavesItOpenIsToldButNotFenced() {
        run(OnIsolation.OPEN, both(0, 0), both(0, 0));
        run(OnIsolation.OPEN, both(900_000, 900_000), Map.of());
        assertThat(run(OnIsolation.OPEN, both(900_000, 900_000), Map.of())).containsExactly("isolated");
        assertThat(record().state()).isEqualTo(State.OPEN);
        assertThat(measured).containsEntry("Isolated", 1.0).containsEntry("Fenced", 0.0);
        assertThat(table.policy()).isNull();
    }

    @Test
    void anOperatorFencesAndOpensByHandAlsoWhileItIsCutOff() {
        drained = false;
        run(OnIsolation.FENCE, both(0, 0), both(0, 0));
        Engine.await(records.write(record().fencedByHand(new Reason(now.get(), "ada", "game day"))));
        assertThat(run(OnIsolation.FENCE, both(0, 0), both(0, 0))).contains("fence FENCED");
        run(OnIsolation.FENCE, both(900_000, 900_000), Map.of());
        run(OnIsolation.FENCE, both(900_000, 900_000), Map.of());
        assertThat(record().byIsolation()).isPresent();
        Engine.await(records.write(record().openedByHand()));
        assertThat(run(OnIsolation.FENCE, both(900_000, 900_000), Map.of())).contains("fence OPEN");
        for (int i = 0; i < 3; i++) {
            run(OnIsolation.FENCE, both(900_000, 900_000), Map.of());
        }
        assertThat(record().state()).as("the operator knows better").isEqualTo(State.OPEN);
    }

    @Test
    void theRecordIsKeptOnceAndTellsItsHistory() {
        FenceRecord first = FenceRecord.NONE.fencedByHand(new Reason(5, "ada", "why"));
        assertThat(Engine.await(records.write(first))).isTrue();
        assertThat(Engine.await(records.write(first))).isFalse();
        assertThat(record()).isEqualTo(first);
        run(OnIsolation.FENCE, both(0, 0), both(0, 0));
        FenceRecord fenced = record();
        assertThat(Engine.await(records.read())).isEqualTo(fenced);
        Map<String, AttributeValue> item = Engine.await(Engine.CLIENT.getItem(
                        get -> get.tableName(control).key(Map.of("pk", AttributeValue.fromS("fence#eu-west-1")))))
                .item();
        assertThat(item.get("log").l().stream().map(AttributeValue::s))
                .hasSize(3)
                .allMatch(line -> line.contains("by ada: why"))
                .last()
                .asString()
                .contains(" FENCED ");
    }
}
