package dev.rejoin.cli.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.backfill.BackfillState.Part;
import dev.rejoin.cli.operate.KeyPage;
import dev.rejoin.cli.operate.Pace;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.Backfill;
import dev.rejoin.replica.HintQueue;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.ReplicaConfig;
import dev.rejoin.replica.ReplicationMetrics;
import dev.rejoin.testkit.store.MemoryStore;
import dev.rejoin.testkit.store.MemoryTable;
import dev.rejoin.version.Home;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class BackfillRunTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final int ITEMS = 7;
    private static final int PAGE = 3;

    private final MemoryTable table = new MemoryTable(() -> 1_000, 1);
    private final Hints hints = new Hints();
    private final AtomicLong ids = new AtomicLong();
    private final List<Long> slept = new ArrayList<>();
    private final List<BackfillState> kept = new ArrayList<>();

    /** Owed keys; fails as often as it is told. */
    private static final class Hints implements HintQueue {
        final Set<ItemKey> owed = new TreeSet<>();
        int failures;

        @Override
        public CompletableFuture<Void> owe(Actor peer, Collection<ItemKey> keys) {
            if (failures > 0) {
                failures--;
                return CompletableFuture.failedFuture(new IllegalStateException("no queue"));
            }
            owed.addAll(keys);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> settle(Hint hint) {
            return CompletableFuture.completedFuture(null);
        }
    }

    @BeforeEach
    void fill() {
        for (int i = 0; i < ITEMS; i++) {
            table.put(key(i), Attributes.of("a", Value.N.of(i)), null);
        }
    }

    private static ItemKey key(int i) {
        return ItemKey.of("pk", "item" + i);
    }

    private BackfillRun run(boolean dryRun) {
        Replica replica = new Replica(
                ReplicaConfig.of(new Home(EU, "orders"), Set.of(US), MergePolicy.REGISTERS),
                new MemoryStore(table),
                conflicts -> CompletableFuture.completedFuture(null),
                ReplicationMetrics.NOOP,
                () -> 1_000,
                ids::incrementAndGet);
        return new BackfillRun(
                new Backfill(replica, hints),
                Map.of(Part.ITEMS, this::items, Part.SHADOW_ROWS, after -> new KeyPage(List.of(), 0, 0, Map.of())),
                Set.of(US),
                new Pace(10, () -> 0, slept::add),
                dryRun);
    }

    private KeyPage items(Map<String, AttributeValue> after) {
        String last = after.isEmpty() ? "" : after.get("pk").s();
        List<ItemKey> rest = table.keys().stream()
                .filter(key -> text(key).compareTo(last) > 0)
                .sorted(Comparator.comparing(BackfillRunTest::text))
                .toList();
        List<ItemKey> page = rest.subList(0, Math.min(PAGE, rest.size()));
        Map<String, AttributeValue> next = page.size() == rest.size()
                ? Map.of()
                : Map.of("pk", AttributeValue.fromS(text(page.get(page.size() - 1))));
        return new KeyPage(page, 1, page.size(), next);
    }

    private static String text(ItemKey key) {
        return ((Value.S) key.attributes().asMap().get("pk")).text();
    }

    private BackfillState end(BackfillState begin) throws InterruptedException {
        return run(false).from(begin, kept::add, keys -> {});
    }

    private long marks() {
        return table.keys().stream()
                .filter(key -> table.item(key).orElseThrow().clock() != null)
                .count();
    }

    @Test
    void everyItemIsMarkedAndEveryKeyOwed() throws InterruptedException {
        assertThat(end(BackfillState.BEGIN)).isEqualTo(new BackfillState(Part.DONE, Map.of(), ITEMS, 0, 0));
        assertThat(marks()).isEqualTo(ITEMS);
        assertThat(hints.owed).hasSize(ITEMS);
    }

    @Test
    void whatWasBrokenOffGoesOnWhereItWas() throws InterruptedException {
        assertThatThrownBy(() -> run(false)
                        .from(
                                BackfillState.BEGIN,
                                state -> {
                                    kept.add(state);
                                    hints.failures = 1;
                                },
                                keys -> {}))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("again");
        assertThat(kept).hasSize(1);
        assertThat(hints.owed).hasSize(PAGE);
        BackfillState end = end(kept.get(0));
        assertThat(hints.owed).hasSize(ITEMS);
        assertThat(marks()).isEqualTo(ITEMS);
        assertThat(end.keys()).as("none counts twice").isEqualTo(ITEMS);
    }

    @Test
    void whatIsKnownIsLeftAlone() throws InterruptedException {
        end(BackfillState.BEGIN);
        int records = table.endIndex();
        assertThat(end(BackfillState.BEGIN)).isEqualTo(new BackfillState(Part.DONE, Map.of(), 0, ITEMS, 0));
        assertThat(table.endIndex()).isEqualTo(records);
    }

    @Test
    void aDryRunWritesAndOwesNothing() throws InterruptedException {
        int records = table.endIndex();
        BackfillState end = run(true).from(BackfillState.BEGIN, kept::add, keys -> {});
        assertThat(end.marked()).isEqualTo(ITEMS);
        assertThat(table.endIndex()).isEqualTo(records);
        assertThat(hints.owed).isEmpty();
    }

    @Test
    void theCapacityThatItUsesIsLimited() throws InterruptedException {
        end(BackfillState.BEGIN);
        // Per page of 3: twice the scan's unit, 3 reads of rows, 3 + 3 writes; at 10 units a second.
        assertThat(slept.get(0)).isEqualTo(1_100);
        assertThat(slept).hasSizeGreaterThanOrEqualTo(3);
    }
}
