package dev.rejoin.version;

import dev.rejoin.clock.Dot;
import dev.rejoin.clock.VersionVector;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A version in the making. Not thread-safe; used once. */
public final class VersionBuilder {
    private final SortedMap<String, Cell> registers;
    private final SortedMap<String, Counter> counters;
    private final SortedMap<String, Multi> multis;
    private VersionVector vector;
    private @Nullable Dot deleted;
    private @Nullable Dot existence;
    private @Nullable Dot barrier;

    public VersionBuilder(Version from) {
        vector = from.vector();
        deleted = from.deleted();
        existence = from.existence();
        registers = new TreeMap<>(from.registers());
        counters = new TreeMap<>(from.counters());
        multis = new TreeMap<>(from.multis());
        barrier = from.barrier();
    }

    public VersionBuilder seen(Dot dot) {
        vector = vector.with(dot);
        return this;
    }

    public VersionBuilder seen(VersionVector more) {
        vector = vector.join(more);
        return this;
    }

    /** The item was deleted: every register goes. */
    public VersionBuilder deleted(Dot dot) {
        deleted = dot;
        existence = null;
        registers.clear();
        multis.clear();
        return this;
    }

    /** The item was deleted, and what had not seen it is of no account, newer or not. */
    public VersionBuilder deletedForGood(Dot dot) {
        barrier = dot;
        return deleted(dot);
    }

    public VersionBuilder existence(Dot dot) {
        existence = dot;
        return this;
    }

    public boolean exists() {
        return existence != null;
    }

    public @Nullable Cell register(String name) {
        return registers.get(name);
    }

    public VersionBuilder register(String name, Cell cell) {
        registers.put(name, cell);
        return this;
    }

    public @Nullable Counter counter(String name) {
        return counters.get(name);
    }

    public VersionBuilder counter(String name, Counter counter) {
        counters.put(name, counter);
        return this;
    }

    public @Nullable Multi multi(String name) {
        return multis.get(name);
    }

    public VersionBuilder multi(String name, Multi multi) {
        multis.put(name, multi);
        return this;
    }

    /** The version in normal form. */
    public Version build() {
        return Merge.normal(new Version(vector, deleted, existence, registers, counters, multis, barrier));
    }
}
