package dev.rejoin.testkit.sim;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.testkit.store.MemoryTable;
import dev.rejoin.version.Elements;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Plain writes of attributes that have data types, by applications that know only what they see. */
final class TypedWriter {
    private final RandomWorld world;

    TypedWriter(RandomWorld world) {
        this.world = world;
    }

    /** UpdateItem of one of them. */
    void update(MemoryTable table, ItemKey key) {
        String name = world.pick(Types.NAMES);
        table.update(key, shown -> shown.with(name, next(name, shown.get(name))));
    }

    /** PutItem of most of them. */
    void put(MemoryTable table, ItemKey key) {
        Attributes shown = table.item(key).map(item -> item.attributes()).orElse(Attributes.NONE);
        for (String name : Types.NAMES) {
            if (world.chance(.4)) {
                shown = shown.with(name, next(name, shown.get(name)));
            }
        }
        table.put(key, shown, null);
    }

    private @Nullable Value next(String name, @Nullable Value shown) {
        if (world.chance(.08)) {
            return null;
        }
        return switch (name) {
            case Types.SET -> set(elements(shown));
            case Types.LIST -> list(elements(shown));
            case Types.TRUE, Types.FALSE -> new Value.Bool(world.random.nextBoolean());
            case Types.MAP -> map(shown, 2);
            case Types.CUSTOM -> new Value.S("w" + world.nextId());
            default -> Value.N.of(world.nextId() % 1000);
        };
    }

    /** One entry more, another, or one less, perhaps further in. */
    private Value map(@Nullable Value shown, int depth) {
        Map<String, Value> entries = new TreeMap<>(shown instanceof Value.M map ? map.entries() : Map.of());
        String name = world.pick(List.of("p", "q"));
        if (depth > 0 && world.chance(.4)) {
            entries.put(name, map(entries.get(name), depth - 1));
        } else if (world.chance(.2)) {
            entries.remove(name);
        } else {
            entries.put(name, Value.N.of(world.nextId() % 10));
        }
        return new Value.M(entries);
    }

    private static List<Value> elements(@Nullable Value shown) {
        List<Value> elements = Elements.of(shown);
        return new ArrayList<>(elements == null ? List.of() : elements);
    }

    private @Nullable Value set(List<Value> elements) {
        if (!elements.isEmpty() && world.chance(.4)) {
            elements.remove(world.random.nextInt(elements.size()));
        } else {
            elements.add(new Value.S("e" + (world.chance(.5) ? world.random.nextInt(4) : world.nextId())));
        }
        LinkedHashSet<String> texts = new LinkedHashSet<>();
        elements.forEach(element -> texts.add(element instanceof Value.S s ? s.text() : element.toString()));
        return texts.isEmpty() ? null : new Value.SS(texts);
    }

    private Value list(List<Value> elements) {
        int size = elements.size();
        if (size > 0 && world.chance(.3)) {
            elements.remove(world.random.nextInt(size));
        } else if (size > 0 && world.chance(.3)) {
            elements.set(world.random.nextInt(size), Value.N.of(world.nextId()));
        } else {
            elements.add(world.chance(.3) ? world.random.nextInt(size + 1) : size, Value.N.of(world.nextId()));
        }
        return new Value.L(elements);
    }
}
