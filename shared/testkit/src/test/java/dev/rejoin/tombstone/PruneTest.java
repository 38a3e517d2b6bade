package dev.rejoin.tombstone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.KeyState;
import dev.rejoin.replica.Prune;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.ReplicaConfig;
import dev.rejoin.replica.ReplicationMetrics;
import dev.rejoin.testkit.store.MemoryStore;
import dev.rejoin.testkit.store.MemoryTable;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Home;
import dev.rejoin.version.SequenceNumber;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A region's items, as they are looked at and pruned. */
class PruneTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final Home HOME = new Home(EU, "orders");
    private static final ItemKey KEY = ItemKey.of("pk", "k");
    private static final Dot REMOVAL = new Dot(1L << 40, EU);
    private static final Attributes SHOWN = Attributes.of(Map.of("stays", new Value.S("x")));

    private final MemoryTable table = new MemoryTable(() -> 0, 1);
    private final MemoryStore store = new MemoryStore(table);
    private final Prune prune = new Prune(new Replica(
            ReplicaConfig.of(HOME, Set.of(US), MergePolicy.REGISTERS),
            store,
            conflicts -> CompletableFuture.failedFuture(new IllegalStateException("nothing meets")),
            ReplicationMetrics.NOOP,
            () -> 1_764_000_000_000L,
            () -> 7));

    private static Version version() {
        return new VersionBuilder(Version.EMPTY)
                .seen(REMOVAL)
                .existence(REMOVAL)
                .register("stays", Cell.of(new Dot(REMOVAL.time() - 16, EU), new Value.S("x")))
                .register("gone", Cell.of(REMOVAL, null))
                .build();
    }

    private void given(Attributes shown) {
        ShadowRow row = new ShadowRow(
                version().bare(SHOWN),
                SequenceNumber.of(1),
                version().fingerprint(SHOWN),
                Collections.emptySortedMap(),
                List.of());
        store.inTable(in -> {
            in.put(KEY, shown, null);
            return in.writeShadow(KEY, row, ShadowRow.NONE);
        });
    }

    private Map<ItemKey, Version> look() {
        return prune.look(List.of(KEY)).join();
    }

    private Version known() {
        return store.inTable(in -> KeyState.of(
                        HOME, in.item(KEY).orElseThrow(), in.shadow(KEY).orElseThrow())
                .version());
    }

    @Test
    void anItemThatIsAsItIsKnownIsPrunedByAWriteOfItsClock() {
        given(SHOWN);
        Version seen = look().get(KEY);
        assertThat(seen.sameAs(version())).isTrue();
        assertThat(prune.region()).isEqualTo(EU);
        assertThat(prune.prune(KEY, seen, REMOVAL).join()).isTrue();
        assertThat(known().registers()).containsOnlyKeys("stays");
        Attributes shown = store.inTable(in -> in.item(KEY).orElseThrow().attributes());
        assertThat(shown).isEqualTo(SHOWN);
        assertThat(prune.prune(KEY, look().get(KEY), REMOVAL).join())
                .as("nothing is left to go")
                .isFalse();
    }

    @Test
    void whatIsStillToBeFoldedIsNotSeenAndNotPruned() {
        given(SHOWN.with("stays", new Value.S("y")));
        assertThat(look()).isEmpty();
        assertThat(prune.prune(KEY, version(), REMOVAL).join()).isFalse();
        assertThat(prune.prune(ItemKey.of("pk", "other"), version(), REMOVAL).join())
                .isFalse();
    }

    @Test
    void whatMovedSinceItWasSeenIsNotPruned() {
        given(SHOWN);
        Dot later = new Dot(REMOVAL.time() + 16, US);
        Version moved = new VersionBuilder(version())
                .seen(later)
                .register("b", Cell.of(later, null))
                .build();
        assertThat(prune.prune(KEY, moved, REMOVAL).join()).isFalse();
        assertThat(known().sameAs(version())).isTrue();
    }

    @Test
    void aClockOfANewerReleaseHoldsBackOnlyItself() {
        given(SHOWN);
        ItemKey newer = ItemKey.of("pk", "newer");
        store.inTable(in -> {
            in.put(newer, SHOWN, new Value.B(new byte[] {99}));
            return null;
        });
        assertThat(prune.look(List.of(KEY, newer)).join()).containsOnlyKeys(KEY);
    }
}
