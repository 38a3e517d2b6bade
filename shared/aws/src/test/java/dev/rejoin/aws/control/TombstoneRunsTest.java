package dev.rejoin.aws.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.aws.engine.Engine;
import dev.rejoin.aws.metrics.MetricName;
import dev.rejoin.aws.metrics.RegionMetrics;
import dev.rejoin.aws.sentinel.SentinelTask.Seen;
import dev.rejoin.clock.Actor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TombstoneRunsTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long BEGIN = 1_700_000_000_000L;

    private final String table = Engine.createTable(List.of("pk"), List.of("S"));
    private final TombstoneRuns runs = new TombstoneRuns(Engine.CLIENT, table, EU);
    private final Map<String, Double> measured = new TreeMap<>();
    private long now = BEGIN;

    private final RegionMetrics metrics = new RegionMetrics() {
        @Override
        public Actor self() {
            return EU;
        }

        @Override
        public void add(
                MetricName name, @Nullable Actor source, @Nullable Actor destination, double value, long times) {
            measured.put(name.text() + " " + source, value);
        }

        @Override
        public void writes(long n) {}
    };

    private void ended(@Nullable String heldBy) {
        Engine.await(runs.ended(now, Optional.ofNullable(heldBy)));
    }

    private TombstoneRun last() {
        return Engine.await(runs.last()).orElseThrow();
    }

    private Map<String, Double> measure() {
        measured.clear();
        assertThat(Engine.await(
                        new TombstoneTask(runs, metrics, () -> now).run(new Seen(Map.of(), Map.of(), Set.of()))))
                .isEmpty();
        return measured;
    }

    @Test
    void whereNoRunEverWasNothingIsMeasured() {
        assertThat(Engine.await(runs.last())).isEmpty();
        assertThat(measure()).isEmpty();
        Engine.await(new TombstoneRuns(Engine.CLIENT, table, US).ended(now, Optional.empty()));
        assertThat(measure()).as("another region's is none of ours").isEmpty();
    }

    @Test
    void daysCountFromTheNewestCompleteRun() {
        ended(null);
        assertThat(measure()).containsExactly(Map.entry("TombstonesHeldDays eu-west-1", 0.0));
        now += DAY;
        ended(null);
        now += DAY;
        ended("us-east-1 does not answer");
        now += DAY / 2;
        assertThat(measure()).containsExactly(Map.entry("TombstonesHeldDays eu-west-1", 1.5));
        assertThat(last())
                .isEqualTo(new TombstoneRun(
                        BEGIN,
                        BEGIN + 2 * DAY,
                        OptionalLong.of(BEGIN + DAY),
                        Optional.of("us-east-1 does not answer")));
    }

    @Test
    void aCompleteRunEndsIt() {
        ended("us-east-1 does not answer");
        now += 9 * DAY;
        ended(null);
        assertThat(last()).isEqualTo(new TombstoneRun(BEGIN, now, OptionalLong.of(now), Optional.empty()));
        assertThat(measure()).containsValue(0.0);
    }

    @Test
    void whereNoRunWasCompleteDaysCountFromTheFirst() {
        ended("us-east-1 does not answer");
        now += 8 * DAY;
        ended("us-east-1 does not answer");
        assertThat(measure()).containsValue(8.0);
        assertThat(last().complete()).isEmpty();
    }

    @Test
    void aClockThatIsAheadWhereItRanGivesNoNegativeDays() {
        ended(null);
        now -= DAY;
        assertThat(measure()).containsValue(0.0);
    }

    @Test
    void standingHasIt() {
        ended("us-east-1 does not answer");
        Standing.Copy copy = Engine.await(ControlReader.read(Engine.CLIENT, table, List.of(EU, US)));
        Standing standing = Standing.of(List.of(EU, US), Map.of(EU, copy));
        assertThat(standing.region(EU).orElseThrow().tombstones()).contains(last());
        assertThat(standing.region(US).orElseThrow().tombstones()).isEmpty();
        assertThat(copy.of(EU)).as("what is carried to the others").hasSize(1);
    }
}
