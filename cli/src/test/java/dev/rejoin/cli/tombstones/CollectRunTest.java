package dev.rejoin.cli.tombstones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rejoin.aws.store.ShadowScan;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.operate.Pace;
import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.testkit.store.MemoryStore;
import dev.rejoin.testkit.store.MemoryTable;
import dev.rejoin.testkit.store.MemoryTombstones;
import dev.rejoin.tombstone.Collector;
import dev.rejoin.tombstone.Fate;
import dev.rejoin.tombstone.RemovedAttributes;
import dev.rejoin.tombstone.Tombstone;
import dev.rejoin.tombstone.Tombstones;
import dev.rejoin.version.FormatException;
import dev.rejoin.version.SequenceNumber;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class CollectRunTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final long GRACE = 1_000;
    private static final int KEYS = 7;
    private static final Dot DELETE = new Dot(1L << 40, EU);
    private static final Version DEAD =
            new VersionBuilder(Version.EMPTY).seen(DELETE).deleted(DELETE).build();
    private static final ShadowRow ROW =
            new ShadowRow(DEAD, SequenceNumber.of(1), null, Collections.emptySortedMap(), List.of());

    private final MemoryTombstones eu = region(EU);
    private final MemoryTombstones us = region(US);
    private final List<Long> slept = new ArrayList<>();
    private final List<Long> steps = new ArrayList<>();
    private int looks;
    private long now = 10_000;

    private static MemoryTombstones region(Actor actor) {
        return new MemoryTombstones(actor, new MemoryStore(new MemoryTable(() -> 0, 1)));
    }

    private static ItemKey key(int number) {
        return ItemKey.of("pk", "key" + number);
    }

    private static List<ItemKey> keys() {
        return Stream.iterate(0, i -> i + 1)
                .limit(KEYS)
                .map(CollectRunTest::key)
                .toList();
    }

    private void allDead() {
        for (MemoryTombstones region : List.of(eu, us)) {
            keys().forEach(key -> region.store().inTable(table -> table.writeShadow(key, ROW, ShadowRow.NONE)));
        }
    }

    /** A scan of a region's dead rows, a few a page. */
    private static CollectRun.Rows rows(MemoryTombstones region) {
        return after -> {
            int from = after.isEmpty() ? 0 : Integer.parseInt(after.get("at").n());
            int to = Math.min(from + 3, KEYS);
            List<ShadowScan.Dead> dead = keys().subList(from, to).stream()
                    .map(key -> region.look(List.of(key)).join().get(key))
                    .filter(seen -> !seen.isNothing())
                    .map(seen -> new ShadowScan.Dead(seen.key(), seen.sinceMillis()))
                    .toList();
            Map<String, AttributeValue> next =
                    to == KEYS ? Map.of() : Map.of("at", AttributeValue.fromN(Integer.toString(to)));
            return new ShadowScan.Page(to - from, dead, List.of(), List.of(), next, 1);
        };
    }

    private CollectRun run(Tombstones... regions) {
        return new CollectRun(
                new Collector(List.of(regions), Set.of(), () -> now, GRACE, false),
                new RemovedAttributes(List.of(), Set.of(), () -> now, GRACE, RemovedAttributes.MOST, false),
                () -> now,
                GRACE,
                new Pace(10, () -> 0, slept::add));
    }

    private Tally through(CollectRun run) throws InterruptedException {
        run.through(rows(eu), steps::add);
        run.through(rows(us), steps::add);
        return run.tally();
    }

    /** A region whose looks are counted, and answered as it is told. */
    private record Told(MemoryTombstones real, LookedAt looked) implements Tombstones {
        interface LookedAt {
            CompletableFuture<Map<ItemKey, Tombstone>> look(Collection<ItemKey> keys);
        }

        @Override
        public Actor region() {
            return real.region();
        }

        @Override
        public CompletableFuture<Map<ItemKey, Tombstone>> look(Collection<ItemKey> keys) {
            return looked.look(keys);
        }

        @Override
        public CompletableFuture<Boolean> mark(ItemKey key, ShadowRow asRead, long nowMillis) {
            return real.mark(key, asRead, nowMillis);
        }

        @Override
        public CompletableFuture<Boolean> forget(ItemKey key, ShadowRow asRead, long markedMillis) {
            return real.forget(key, asRead, markedMillis);
        }
    }

    private Tombstones counted(MemoryTombstones region) {
        return new Told(region, keys -> {
            looks += keys.size();
            return region.look(keys);
        });
    }

    @Test
    void eachKeyIsCollectedOnceAndPaidFor() throws InterruptedException {
        allDead();
        Tally tally = through(run(counted(eu), us));
        assertThat(tally.of(Fate.MARKED)).isEqualTo(KEYS);
        assertThat(tally.of(Fate.WAITS)).isZero();
        assertThat(tally.rows()).isEqualTo(2L * KEYS);
        assertThat(looks).isEqualTo(KEYS);
        assertThat(steps).containsExactly(3L, 3L, 1L, 3L, 3L, 1L);
        assertThat(slept)
                .as("a page of 3 keys: 1 unit; then 2 reads and a write each")
                .startsWith(100L, 1_000L);
    }

    @Test
    void youngMarksAskForNothing() throws InterruptedException {
        allDead();
        through(run(eu, us));
        now += GRACE - 1;
        Tally tally = through(run(counted(eu), us));
        assertThat(tally.of(Fate.WAITS)).isEqualTo(KEYS);
        assertThat(looks).isZero();
        now += 1;
        assertThat(through(run(eu, us)).of(Fate.FORGOTTEN)).isEqualTo(KEYS);
        assertThat(through(run(eu, us)).of(Fate.FORGOTTEN)).isZero();
    }

    @Test
    void aRowThatMovedUnderAYoungMarkElsewhereIsMarkedAgain() throws InterruptedException {
        allDead();
        through(run(eu, us));
        Dot later = new Dot(DELETE.time() + 16, US);
        Version deleted = new VersionBuilder(DEAD).seen(later).deleted(later).build();
        ShadowRow moved = new ShadowRow(deleted, SequenceNumber.of(2), null, Collections.emptySortedMap(), List.of());
        us.store().inTable(table -> table.writeShadow(key(0), moved, ROW));
        Tally tally = through(run(eu, us));
        assertThat(tally.of(Fate.MARKED)).isEqualTo(1);
        assertThat(tally.of(Fate.WAITS)).isEqualTo(KEYS - 1);
    }

    @Test
    void aRowThatCannotBeReadStopsNoOther() throws InterruptedException {
        allDead();
        Tombstones newer = new Told(
                us,
                keys -> keys.contains(key(1))
                        ? CompletableFuture.failedFuture(
                                new FormatException(FormatException.Kind.UNKNOWN_FORMAT, "format 9"))
                        : us.look(keys));
        Tally tally = through(run(eu, newer));
        assertThat(tally.unreadable()).isEqualTo(1);
        assertThat(tally.of(Fate.MARKED)).isEqualTo(KEYS - 1);
    }

    @Test
    void aRegionThatDoesNotAnswerHoldsEverythingBack() throws InterruptedException {
        allDead();
        through(run(eu, us));
        now += GRACE;
        Tombstones away = new NamedTombstones(
                new Told(us, keys -> CompletableFuture.failedFuture(SdkClientException.create("connect timed out"))));
        CollectRun run = run(eu, away);
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> through(run))
                .withMessageContaining("tables in us-east-1: no answer: connect timed out");
        assertThat(run.tally().of(Fate.FORGOTTEN)).isZero();
        for (MemoryTombstones region : List.of(eu, us)) {
            assertThat(region.look(keys()).join().values()).noneMatch(Tombstone::isNothing);
        }
    }
}
