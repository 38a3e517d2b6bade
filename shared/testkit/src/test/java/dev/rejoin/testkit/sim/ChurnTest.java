package dev.rejoin.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.ItemSize;
import dev.rejoin.item.Value;
import dev.rejoin.replica.LivingItems;
import dev.rejoin.replica.Prune;
import dev.rejoin.testkit.store.MemoryTable;
import dev.rejoin.tombstone.Collector;
import dev.rejoin.tombstone.Fate;
import dev.rejoin.tombstone.RemovedAttributes;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A year of orders that come and go: what is kept of those that are gone does not grow. */
class ChurnTest {
    private static final int DAYS = 365;
    private static final int ORDERS_A_DAY = 6;
    private static final int DAYS_OF_AN_ORDER = 5;
    private static final int GRACE_DAYS = 35;

    private final RandomWorld world = new RandomWorld(1, false);
    private final SimNetwork network = new SimNetwork(world);
    private final FoldLog log = new FoldLog();
    private final List<SimRegion> regions = new ArrayList<>();
    private final Map<Fate, Long> fates = new HashMap<>();

    ChurnTest() {
        RunShape shape = new RunShape(1, 100, 6, 0, 1, 0, 4, Mix.PUT_DEL);
        for (String name : List.of("a", "b", "c")) {
            regions.add(new SimRegion(world, network, new Actor(name), log, Chances.NEVER, shape));
        }
        regions.forEach(region -> region.peers().meet(regions));
    }

    private static ItemKey order(int day, int number) {
        return ItemKey.of("pk", "order#" + day + "#" + number);
    }

    /** Placed in one region, paid in another, removed in the third. */
    private void orders(int day) {
        for (int number = 0; number < ORDERS_A_DAY; number++) {
            Attributes placed = Attributes.of(Map.of("status", new Value.S("new"), "n", Value.N.of(0)));
            region(number).table().put(order(day, number), placed, null);
            if (day > 0) {
                region(number + 1)
                        .table()
                        .update(order(day - 1, number), shown -> shown.with("status", new Value.S("paid")));
            }
            if (day >= DAYS_OF_AN_ORDER) {
                region(number + 2).table().delete(order(day - DAYS_OF_AN_ORDER, number));
            }
        }
        settle();
    }

    private SimRegion region(int number) {
        return regions.get(number % regions.size());
    }

    private void settle() {
        regions.forEach(SimRegion::wake);
        while (!world.isIdle()) {
            world.step();
        }
        assertThat(regions).allMatch(SimRegion::isDone);
    }

    private void collect() {
        Invocation process = Invocation.immortal(world, "collector");
        List<SimTombstones> everywhere = regions.stream()
                .map(region -> new SimTombstones(world, process, region))
                .toList();
        var collected = new Collector(
                        List.copyOf(everywhere), Set.of(), world::millis, TimeUnit.DAYS.toMillis(GRACE_DAYS), false)
                .collect(List.copyOf(regions.get(0).table().shadowKeys()));
        settle();
        collected.join().values().forEach(fate -> fates.merge(fate, 1L, Long::sum));
    }

    private Set<ItemKey> prune(ItemKey key) {
        Invocation process = Invocation.immortal(world, "collector");
        List<LivingItems> everywhere = regions.stream()
                .<LivingItems>map(region -> new Prune(region.replica(process)))
                .toList();
        long grace = TimeUnit.DAYS.toMillis(GRACE_DAYS);
        var pruned = new RemovedAttributes(everywhere, Set.of(), world::millis, grace, RemovedAttributes.MOST, false)
                .collect(List.of(key));
        settle();
        return pruned.join();
    }

    private Version known(SimRegion region, ItemKey key) {
        return Oracles.clock(region, key);
    }

    private long metadataBytes() {
        long bytes = 0;
        for (SimRegion region : regions) {
            MemoryTable table = region.table();
            for (ItemKey key : table.shadowKeys()) {
                ShadowRow row = table.shadow(key).orElseThrow();
                bytes += ItemSize.of(key.attributes()) + ItemSize.of("v", row.toBytes());
            }
        }
        return bytes;
    }

    @Test
    void whatIsKeptOfWhatIsGoneDoesNotGrow() {
        long most = 0;
        long late = 0;
        for (int day = 0; day < DAYS; day++) {
            orders(day);
            collect();
            world.passMillis(TimeUnit.DAYS.toMillis(1));
            long bytes = metadataBytes();
            if (day < DAYS / 2) {
                most = Math.max(most, bytes);
            } else {
                late = Math.max(late, bytes);
            }
        }
        int alive = ORDERS_A_DAY * DAYS_OF_AN_ORDER;
        int dead = ORDERS_A_DAY * (GRACE_DAYS + 1);
        assertThat(regions).allSatisfy(region -> {
            assertThat(region.table().keys()).hasSize(alive);
            assertThat(region.table().shadowKeys()).hasSizeLessThanOrEqualTo(alive + dead);
        });
        assertThat(late).as("bytes in the second half of the year").isLessThanOrEqualTo(most * 101 / 100);
        assertThat(fates.get(Fate.FORGOTTEN))
                .isGreaterThanOrEqualTo((long) ORDERS_A_DAY * (DAYS - DAYS_OF_AN_ORDER - GRACE_DAYS - 1));
    }

    /** An item that has an attribute for each of the last days, which are written and removed in one region after the other. */
    @Test
    void whatIsKeptOfRemovedAttributesDoesNotGrow() {
        ItemKey key = ItemKey.of("pk", "visits");
        region(0).table().put(key, Attributes.of(Map.of("name", new Value.S("x"))), null);
        settle();
        int prunings = 0;
        int most = 0;
        for (int day = 0; day < DAYS; day++) {
            String today = "day" + day;
            String over = "day" + (day - DAYS_OF_AN_ORDER);
            region(day).table().update(key, shown -> shown.with(today, Value.N.of(1)));
            settle();
            region(day + 1).table().update(key, shown -> shown.only(name -> !name.equals(over)));
            settle();
            prunings += prune(key).size();
            for (SimRegion region : regions) {
                most = Math.max(most, known(region, key).registers().size());
                most = Math.max(
                        most,
                        region.table()
                                .shadow(key)
                                .map(row -> row.clock().registers().size())
                                .orElse(0));
            }
            world.passMillis(TimeUnit.DAYS.toMillis(1));
        }
        int alive = 1 + DAYS_OF_AN_ORDER;
        assertThat(most).isLessThanOrEqualTo(alive + GRACE_DAYS + RemovedAttributes.MOST + 2);
        assertThat(prunings).isBetween(DAYS / 20, DAYS / RemovedAttributes.MOST);
        assertThat(regions)
                .allSatisfy(region -> assertThat(region.table()
                                .item(key)
                                .orElseThrow()
                                .attributes()
                                .names())
                        .hasSize(alive)
                        .contains("name", "day" + (DAYS - 1))
                        .doesNotContain("day0"));
    }
}
