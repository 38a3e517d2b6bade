package dev.rejoin.tombstone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridTime;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.LivingItems;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RemovedAttributesTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final ItemKey KEY = ItemKey.of("pk", "k");
    private static final long GRACE = 1_000;
    private static final int MOST = 2;

    private final Items eu = new Items(EU);
    private final Items us = new Items(US);
    private long now = 5 + GRACE + 1;

    /** A region that has what it is told. */
    private static final class Items implements LivingItems {
        private final Actor region;
        private final Map<ItemKey, Version> known = new HashMap<>();
        private final Map<ItemKey, Dot> pruned = new HashMap<>();
        private boolean moves;

        Items(Actor region) {
            this.region = region;
        }

        @Override
        public Actor region() {
            return region;
        }

        @Override
        public CompletableFuture<Map<ItemKey, Version>> look(Collection<ItemKey> keys) {
            return CompletableFuture.completedFuture(Map.copyOf(known));
        }

        @Override
        public CompletableFuture<Boolean> prune(ItemKey key, Version seen, Dot until) {
            assertThat(known).containsEntry(key, seen);
            if (!moves) {
                pruned.put(key, until);
            }
            return CompletableFuture.completedFuture(!moves);
        }
    }

    private static Dot at(long millis, Actor region) {
        return new Dot(HybridTime.ofMillis(millis), region);
    }

    /** An item with one attribute that stays, and three that were removed at 3, 4 and 5. */
    private static VersionBuilder item() {
        VersionBuilder into = new VersionBuilder(Version.EMPTY)
                .seen(at(5, EU))
                .seen(at(4, US))
                .existence(at(1, EU));
        into.register("stays", Cell.of(at(2, EU), new Value.S("x")));
        into.register("a", Cell.of(at(3, EU), null));
        into.register("b", Cell.of(at(4, US), null));
        return into.register("c", Cell.of(at(5, EU), null));
    }

    private void both(Version version) {
        eu.known.put(KEY, version);
        us.known.put(KEY, version);
    }

    private RemovedAttributes removed(boolean dry) {
        return new RemovedAttributes(List.of(eu, us), Set.of(), () -> now, GRACE, MOST, dry);
    }

    private Set<ItemKey> collect() {
        return removed(false).collect(List.of(KEY)).join();
    }

    @Test
    void whatWasRemovedLongAgoGoesInTheFirstRegion() {
        both(item().build());
        assertThat(removed(false).isWorthALook(item().build())).isTrue();
        assertThat(collect()).containsExactly(KEY);
        assertThat(eu.pruned).containsExactly(Map.entry(KEY, at(5, EU)));
        assertThat(us.pruned).isEmpty();
    }

    @Test
    void notBeforeItsTimeHasCome() {
        both(item().build());
        now--;
        assertThat(removed(false).isWorthALook(item().build())).isFalse();
        assertThat(collect()).isEmpty();
        assertThat(eu.pruned).isEmpty();
    }

    @Test
    void aDryRunTellsAndDoesNothing() {
        both(item().build());
        assertThat(removed(true).collect(List.of(KEY)).join()).containsExactly(KEY);
        assertThat(eu.pruned).isEmpty();
    }

    @Test
    void fewAreLeftAloneAndFewerThanAClockWouldHaveToName() {
        both(item().register("c", Cell.of(at(5, EU), new Value.S("x"))).build());
        assertThat(collect()).isEmpty();
        VersionBuilder wide = item();
        for (int i = 0; i < 3; i++) {
            wide.register("more" + i, Cell.of(at(2, EU), new Value.S("x")));
        }
        both(wide.build());
        assertThat(collect()).as("three removed, four that stay").isEmpty();
        both(wide.register("d", Cell.of(at(5, EU), null)).build());
        assertThat(collect()).containsExactly(KEY);
    }

    @Test
    void aRegionThatHasNotSeenAllThatIsAsOldHoldsItBack() {
        both(item().build());
        us.known.put(
                KEY,
                item().seen(at(5, US))
                        .register("late", Cell.of(at(5, US), new Value.S("x")))
                        .build());
        assertThat(collect()).as("newer than the removals").containsExactly(KEY);
        us.known.put(
                KEY,
                item().seen(at(4, US))
                        .register("late", Cell.of(new Dot(HybridTime.ofMillis(4) + 16, US), new Value.S("x")))
                        .seen(new Dot(HybridTime.ofMillis(4) + 16, US))
                        .build());
        assertThat(collect()).as("the other region does not know of it").isEmpty();
    }

    @Test
    void anItemThatIsNotThereOrNotSettledInOneRegionHoldsItBack() {
        both(item().build());
        us.known.clear();
        assertThat(collect()).isEmpty();
    }

    @Test
    void aRegionThatIsNotAskedHoldsItBackUnlessItIsFormer() {
        Actor other = new Actor("ap-south-1");
        Version version = item().seen(at(2, other))
                .register("d", Cell.of(at(2, other), null))
                .build();
        both(version);
        assertThat(collect()).isEmpty();
        assertThat(new RemovedAttributes(List.of(eu, us), Set.of(other), () -> now, GRACE, MOST, false)
                        .collect(List.of(KEY))
                        .join())
                .containsExactly(KEY);
    }

    @Test
    void whatMovedMeanwhileIsNotToldAsDone() {
        both(item().build());
        eu.moves = true;
        assertThat(collect()).isEmpty();
    }

    @Test
    void aRegionThatDoesNotAnswerFailsIt() {
        LivingItems silent = new LivingItems() {
            @Override
            public Actor region() {
                return US;
            }

            @Override
            public CompletableFuture<Map<ItemKey, Version>> look(Collection<ItemKey> keys) {
                return CompletableFuture.failedFuture(new IllegalStateException("silent"));
            }

            @Override
            public CompletableFuture<Boolean> prune(ItemKey key, Version seen, Dot until) {
                return CompletableFuture.failedFuture(new IllegalStateException("silent"));
            }
        };
        eu.known.put(KEY, item().build());
        var collected = new RemovedAttributes(List.of(eu, silent), Set.of(), () -> now, GRACE, MOST, false)
                .collect(List.of(KEY));
        assertThatThrownBy(collected::join).hasRootCauseMessage("silent");
        assertThat(eu.pruned).isEmpty();
    }
}
