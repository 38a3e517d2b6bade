package dev.rejoin.testkit.sim;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridTime;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.testkit.sim.Sometimes.Path;
import dev.rejoin.testkit.store.MemoryTable;
import dev.rejoin.testkit.store.PlainWrite;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Home;
import dev.rejoin.version.ItemClock;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The applications: plain writes of all kinds, by writers that know nothing of each other or of replication. */
@SuppressWarnings("EnumOrdinal")
final class Writer {
    static final String COUNTER = "n";
    static final String OTHER_COUNTER = "m";
    static final String FLUX = "x";
    private static final List<String> REGISTERS = List.of("a", "b");
    private static final List<String> WIDE = List.of("a", "b", "c", "d", "e", "name", "status");
    private static final List<Integer> AMOUNTS = List.of(-2, 1, 3);
    private static final long FAR_AHEAD = 3_600_000L;

    private final RandomWorld world;
    private final List<SimRegion> regions;
    private final List<ItemKey> keys;
    private final TypedWriter typed;
    private final List<StoredItem> kept = new ArrayList<>();
    private final Map<ItemKey, BigDecimal> added = new HashMap<>();
    private final Set<ItemKey> notOnlyAdded = new HashSet<>();

    Writer(RandomWorld world, List<SimRegion> regions, List<ItemKey> keys) {
        this.world = world;
        this.regions = regions;
        this.keys = keys;
        this.typed = new TypedWriter(world);
    }

    /** One plain write somewhere, if it is accepted. */
    void write(PlainOp op) {
        SimRegion region = world.pick(regions);
        ItemKey key = world.pick(keys);
        if (!region.accepts()) {
            return;
        }
        StoredItem item = region.table().item(key).orElse(null);
        if (item != null && world.chance(.3)) {
            kept.add(item);
        }
        world.note(op.ordinal() + 101L, () -> region.self() + ": plain " + op + " " + key + " at " + region.millis());
        write(op, region, key, item);
        regions.forEach(SimRegion::wake);
    }

    private void write(PlainOp op, SimRegion region, ItemKey key, @Nullable StoredItem item) {
        MemoryTable table = region.table();
        switch (op) {
            case PUT -> putWhole(table, key);
            case UPDATE -> table.update(key, shown -> shown.with(world.pick(REGISTERS), fresh()));
            case BACK -> table.update(key, shown -> shown.with("a", toggled(shown)));
            case REMOVE -> {
                if (item != null) {
                    table.update(key, shown -> shown.with("b", null));
                }
            }
            case ADD -> add(table, key);
            case SET_COUNT ->
                table.update(key, shown -> shown.with(OTHER_COUNTER, Value.N.of(world.random.nextInt(20))));
            case WIDE -> table.update(key, this::wide);
            case FLUX -> flux(table, key);
            case DELETE -> {
                notOnlyAdded.add(key);
                table.delete(key);
            }
            case EXPIRE -> {
                notOnlyAdded.add(key);
                table.expire(key);
            }
            case TRANSACT -> transact(table);
            case PUT_BACK -> putBack(table, key);
            case COPY_FOREIGN -> copyForeign(region, key);
            case SCRIBBLE -> scribble(table, key, item);
            case TYPED -> typed.update(table, key);
            case PUT_TYPED -> {
                notOnlyAdded.add(key);
                typed.put(table, key);
            }
            case TURN -> world.pick(regions).policy().turn(world.random.nextInt(Types.NAMES.size()));
        }
    }

    private Value fresh() {
        return Value.N.of(world.nextId());
    }

    private static Value toggled(Attributes shown) {
        return Value.N.of(Value.N.of(1).equals(shown.get("a")) ? 2 : 1);
    }

    private void putWhole(MemoryTable table, ItemKey key) {
        notOnlyAdded.add(key);
        Value value = fresh();
        Attributes content = Attributes.of(Map.of("a", value, "b", value));
        table.put(key, world.chance(.2) ? content.with(COUNTER, Value.N.of(5)) : content, null);
    }

    private void add(MemoryTable table, ItemKey key) {
        BigDecimal amount = BigDecimal.valueOf(world.pick(AMOUNTS));
        String name = world.chance(.25) ? OTHER_COUNTER : COUNTER;
        if (name.equals(COUNTER)) {
            added.merge(key, amount, BigDecimal::add);
        }
        table.update(
                key,
                shown -> shown.with(
                        name, new Value.N(Version.number(shown.get(name)).add(amount))));
    }

    private Attributes wide(Attributes shown) {
        Attributes wide = shown;
        for (String name : WIDE) {
            if (world.chance(.7)) {
                wide = wide.with(name, world.chance(.15) ? null : fresh());
            }
        }
        return wide;
    }

    private void flux(MemoryTable table, ItemKey key) {
        if (world.chance(.3)) {
            world.pick(regions).policy().change();
        }
        Value value = world.chance(.1) ? new Value.S("text") : Value.N.of(world.random.nextInt(9));
        table.update(key, shown -> shown.with(FLUX, value));
    }

    private void transact(MemoryTable table) {
        Value value = fresh();
        PlainWrite first = new PlainWrite.Update(keys.get(0), shown -> shown.with("a", value));
        if (keys.size() < 2) {
            table.transact(first);
        } else if (world.chance(.3)) {
            notOnlyAdded.add(keys.get(1));
            table.transact(first, new PlainWrite.Delete(keys.get(1)));
        } else {
            table.transact(first, new PlainWrite.Update(keys.get(1), shown -> shown.with("b", value)));
        }
    }

    /** What was read some time ago, perhaps elsewhere, is put as it was, changed or not. */
    private void putBack(MemoryTable table, ItemKey key) {
        List<StoredItem> same =
                kept.stream().filter(item -> item.key().equals(key)).toList();
        if (same.isEmpty()) {
            return;
        }
        notOnlyAdded.add(key);
        StoredItem old = world.pick(same);
        world.sometimes.reached(Path.CLOCK_PUT_BACK, old.clock() == null ? 0 : 1);
        Attributes content =
                world.chance(.6) ? old.attributes().with(world.pick(REGISTERS), fresh()) : old.attributes();
        table.put(key, content, old.clock());
    }

    /** An item of elsewhere, with the clock that it has there. */
    private void copyForeign(SimRegion region, ItemKey key) {
        notOnlyAdded.add(key);
        world.sometimes.reached(Path.FOREIGN_CLOCK);
        List<StoredItem> others = kept.stream()
                .filter(item -> item.clock() != null && !item.key().equals(key))
                .toList();
        if (!others.isEmpty() && world.chance(.4)) {
            StoredItem other = world.pick(others);
            region.table().put(key, other.attributes(), other.clock());
        } else if (world.coin()) {
            copyFrom(new Home(region.self(), "archive"), region.millis(), region.table(), key);
        } else {
            copyFrom(new Home(new Actor("staging"), SimRegion.TABLE), world.millis() + FAR_AHEAD, region.table(), key);
        }
    }

    /** As an insert of ours left the item there. */
    private void copyFrom(Home home, long millis, MemoryTable table, ItemKey key) {
        Attributes content = Attributes.of(Map.of("a", fresh(), "b", fresh()));
        Dot dot = new Dot(HybridTime.ofMillis(millis), home.region());
        VersionBuilder version = new VersionBuilder(Version.EMPTY).seen(dot).existence(dot);
        content.names().forEach(name -> version.register(name, Cell.withheld(dot)));
        Version foreign = version.build();
        long change = ItemClock.change(foreign, Attributes.NONE, content);
        long id = world.nextId();
        ItemClock clock = new ItemClock(home.of(key), id, foreign, foreign.fingerprint(content), change, id);
        table.put(key, content, clock.toBytes());
    }

    private void scribble(MemoryTable table, ItemKey key, @Nullable StoredItem item) {
        notOnlyAdded.add(key);
        world.sometimes.reached(Path.FOREIGN_CLOCK);
        Attributes content = item == null ? Attributes.of("a", fresh()) : item.attributes();
        table.put(key, content, world.chance(.5) ? new Value.S("mine") : new Value.B(new byte[] {1, 9, 9}));
    }

    /** What the counter must show, if nothing was ever done to the item that makes that hard to tell; else null. */
    @Nullable
    BigDecimal expectedCount(ItemKey key) {
        return notOnlyAdded.contains(key) ? null : added.getOrDefault(key, BigDecimal.ZERO);
    }
}
