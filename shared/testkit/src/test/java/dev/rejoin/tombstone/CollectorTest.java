package dev.rejoin.tombstone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.Deletes;
import dev.rejoin.testkit.store.MemoryStore;
import dev.rejoin.testkit.store.MemoryTable;
import dev.rejoin.testkit.store.MemoryTombstones;
import dev.rejoin.version.Counter;
import dev.rejoin.version.SequenceNumber;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class CollectorTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final ItemKey KEY = ItemKey.of("pk", "k");
    private static final long GRACE = 1_000;
    private static final Dot DELETE = new Dot(1L << 40, EU);
    private static final Version DEAD =
            new VersionBuilder(Version.EMPTY).seen(DELETE).deleted(DELETE).build();

    private final MemoryTombstones eu = region(EU);
    private final MemoryTombstones us = region(US);
    private long now = 10_000;

    private static MemoryTombstones region(Actor actor) {
        return new MemoryTombstones(actor, new MemoryStore(new MemoryTable(() -> 0, 1)));
    }

    private static ShadowRow row(Version version) {
        return new ShadowRow(version, SequenceNumber.of(1), null, Collections.emptySortedMap(), List.of());
    }

    private static void put(MemoryTombstones region, ShadowRow row) {
        region.store()
                .inTable(table -> table.writeShadow(KEY, row, table.shadow(KEY).orElse(ShadowRow.NONE)));
    }

    private static boolean hasRow(MemoryTombstones region) {
        return region.store().inTable(table -> table.shadow(KEY).isPresent());
    }

    private void bothDead() {
        put(eu, row(DEAD));
        put(us, row(DEAD));
    }

    private Fate collect() {
        return collect(Set.of(), false);
    }

    private Fate collect(Collection<Actor> former, boolean dry) {
        return new Collector(List.of(eu, us), former, () -> now, GRACE, dry)
                .collect(List.of(KEY))
                .join()
                .get(KEY);
    }

    @Test
    void whatIsDeadEverywhereIsMarkedAndGoesWhenItsTimeHasCome() {
        bothDead();
        assertThat(collect()).isEqualTo(Fate.MARKED);
        now += GRACE - 1;
        assertThat(collect()).isEqualTo(Fate.WAITS);
        now += 1;
        assertThat(collect()).isEqualTo(Fate.FORGOTTEN);
        assertThat(hasRow(eu) || hasRow(us)).isFalse();
        assertThat(collect()).isEqualTo(Fate.NOTHING);
    }

    @Test
    void aDryRunTellsAndDoesNothing() {
        bothDead();
        assertThat(collect(Set.of(), true)).isEqualTo(Fate.MARKED);
        assertThat(collect(Set.of(), true)).isEqualTo(Fate.MARKED);
        collect();
        now += GRACE;
        assertThat(collect(Set.of(), true)).isEqualTo(Fate.FORGOTTEN);
        assertThat(hasRow(eu) && hasRow(us)).isTrue();
    }

    @Test
    void whatMovesInOneRegionWaitsAnew() {
        bothDead();
        collect();
        now += GRACE;
        Dot later = new Dot(DELETE.time() + 16, US);
        put(us, row(new VersionBuilder(DEAD).seen(later).deleted(later).build()));
        assertThat(collect()).isEqualTo(Fate.MARKED);
        now += GRACE - 1;
        assertThat(collect()).isEqualTo(Fate.WAITS);
        assertThat(hasRow(eu) && hasRow(us)).isTrue();
    }

    @Test
    void aRegionThatNeverHeardOfItDoesNotMatter() {
        put(eu, row(DEAD));
        assertThat(collect()).isEqualTo(Fate.MARKED);
        now += GRACE;
        assertThat(collect()).isEqualTo(Fate.FORGOTTEN);
    }

    @Test
    void whatIsThereInOneRegionStays() {
        bothDead();
        collect();
        now += GRACE;
        us.store().inTable(table -> {
            table.put(KEY, Attributes.of("a", new Value.S("x")), null);
            return true;
        });
        assertThat(collect()).isEqualTo(Fate.ALIVE);
        assertThat(hasRow(eu) && hasRow(us)).isTrue();
    }

    @Test
    void whatARegionHasNotHeardOfTheDeleteOfStays() {
        put(eu, row(DEAD));
        Dot insert = new Dot(DELETE.time() - 16, US);
        put(
                us,
                row(new VersionBuilder(Version.EMPTY)
                        .seen(insert)
                        .existence(insert)
                        .build()));
        assertThat(collect()).isEqualTo(Fate.ALIVE);
        now += GRACE;
        assertThat(collect()).isEqualTo(Fate.ALIVE);
        assertThat(hasRow(eu) && hasRow(us)).isTrue();
    }

    @Test
    void whatCountedStaysUnlessItCountsNothing() {
        put(eu, row(counting(1)));
        assertThat(collect()).isEqualTo(Fate.STAYS);
        put(eu, row(DEAD).withTombstone(counting(1)));
        assertThat(collect()).isEqualTo(Fate.STAYS);
        put(eu, row(counting(0)));
        assertThat(collect()).isEqualTo(Fate.MARKED);
    }

    private static Version counting(long net) {
        Counter counter = Counter.of(null, EU, new Counter.Sum(DELETE.time() - 16, BigDecimal.valueOf(net)));
        return DEAD.withCounters(new TreeMap<>(Map.of("n", counter)));
    }

    @Test
    void aDeleteThatWinsStays() {
        put(
                eu,
                row(Deletes.DELETE_WINS
                        .enter(DELETE, new VersionBuilder(Version.EMPTY).seen(DELETE))
                        .build()));
        assertThat(collect()).isEqualTo(Fate.STAYS);
    }

    @Test
    void whatNamesARegionThatIsNotAskedStays() {
        Dot theirs = new Dot(DELETE.time() + 16, new Actor("ap-south-1.2"));
        put(eu, row(new VersionBuilder(DEAD).seen(theirs).deleted(theirs).build()));
        assertThat(collect()).isEqualTo(Fate.ELSEWHERE);
        assertThat(collect(Set.of(new Actor("ap-south-1")), false)).isEqualTo(Fate.MARKED);
    }

    @Test
    void aRegionThatDoesNotAnswerStopsEverything() {
        bothDead();
        Tombstones silent = new Tombstones() {
            @Override
            public Actor region() {
                return new Actor("ap-south-1");
            }

            @Override
            public CompletableFuture<Map<ItemKey, Tombstone>> look(Collection<ItemKey> keys) {
                return CompletableFuture.failedFuture(new IllegalStateException("no answer"));
            }

            @Override
            public CompletableFuture<Boolean> mark(ItemKey key, ShadowRow asRead, long nowMillis) {
                throw new AssertionError("asked to mark");
            }

            @Override
            public CompletableFuture<Boolean> forget(ItemKey key, ShadowRow asRead, long markedMillis) {
                throw new AssertionError("asked to forget");
            }
        };
        Collector collector = new Collector(List.of(eu, us, silent), Set.of(), () -> now, GRACE, false);
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> collector.collect(List.of(KEY)).join());
        assertThat(eu.store().inTable(table -> table.tombstone(KEY)).sinceMillis())
                .isNull();
    }
}
