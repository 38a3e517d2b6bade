package dev.rejoin.replica;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.Fingerprint;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.Home;
import dev.rejoin.version.ItemClock;
import dev.rejoin.version.Version;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes the writes of the protocol to the user's table; each carries a new clock. */
final class OwnWrites {
    private final Home home;
    private final MergePolicy policy;
    private final TimeSource time;
    private final IdSource ids;

    OwnWrites(Replica replica) {
        this(replica.config(), replica.time(), replica.ids());
    }

    OwnWrites(ReplicaConfig config, TimeSource time, IdSource ids) {
        this.home = config.home();
        this.policy = config.policy();
        this.time = time;
        this.ids = ids;
    }

    /** Puts an item that shows this version, if there is none. */
    ItemWrite.Insert insert(ItemKey key, Version version) {
        Attributes content = version.content(policy.at(key));
        long change = ItemClock.change(version, Attributes.NONE, content);
        long id = nextId();
        ItemClock clock =
                new ItemClock(home.of(key), id, version.bare(content), version.fingerprint(content), change, id);
        return new ItemWrite.Insert(new StoredItem(key, content, clock.toBytes()));
    }

    /**
     * Changes some attributes of an item.
     *
     * @param item as read
     * @param birth as its clock says, 0 if an application inserted it
     * @param version what the item's clock shall say
     * @param wanted what the item shall show
     * @param changed the attributes to set or remove, each of which must still be as read
     * @param added amounts to add to counters
     * @param fingerprint of the registers that the clock describes
     */
    ItemWrite.Update update(
            StoredItem item,
            long birth,
            Version version,
            Attributes wanted,
            Set<String> changed,
            SortedMap<String, BigDecimal> added,
            long fingerprint) {
        SortedMap<String, Value> set = new TreeMap<>();
        Set<String> remove = new TreeSet<>();
        for (String name : changed) {
            Value value = wanted.get(name);
            if (value != null) {
                set.put(name, value);
            } else if (item.attributes().has(name)) {
                remove.add(name);
            }
        }
        long change =
                ItemClock.change(version, item.attributes().only(changed::contains), wanted.only(changed::contains));
        for (var entry : added.entrySet()) {
            change += Fingerprint.ofDifference(entry.getKey(), entry.getValue());
        }
        return new ItemWrite.Update(
                item.key(),
                set,
                remove,
                added,
                new ItemClock(
                                home.of(item.key()),
                                nextId(),
                                clock(version, item, changed, wanted),
                                fingerprint,
                                change,
                                birth)
                        .toBytes(),
                item.clock(),
                asRead(item.attributes(), changed));
    }

    /** What the item's clock says of a version: siblings that the item does not show keep their values. */
    private static Version clock(Version version, StoredItem item, Set<String> changed, Attributes wanted) {
        if (version.multis().isEmpty()) {
            return version;
        }
        return version.bare(item.attributes().taking(changed, wanted));
    }

    /** Says on the item that it is dead, before it is deleted: so the stream tells whose delete it is. */
    ItemWrite.Update mark(StoredItem item, Version dead, int conditions) {
        Attributes counted = item.attributes();
        for (String name : dead.counters().keySet()) {
            if (dead.countsUp(name) && dead.total(name).compareTo(Version.number(counted.get(name))) != 0) {
                counted = counted.with(name, new Value.N(dead.total(name)));
            }
        }
        Set<String> changed = item.attributes().differences(counted);
        ItemWrite.Update mark = update(
                item, birth(item), dead, counted, changed, Collections.emptySortedMap(), dead.fingerprint(counted));
        SortedMap<String, Optional<Value>> asRead = asRead(item.attributes(), some(item.attributes(), conditions));
        asRead.putAll(mark.asRead());
        return new ItemWrite.Update(
                mark.key(), mark.set(), mark.remove(), mark.add(), mark.clock(), mark.clockAsRead(), asRead);
    }

    /** Deletes an item that says that it is dead. */
    static ItemWrite.Delete delete(StoredItem marked, Value clock, int conditions) {
        return new ItemWrite.Delete(
                marked.key(), clock, asRead(marked.attributes(), some(marked.attributes(), conditions)));
    }

    /** Changes nothing but the clock, which asks the forwarder to take in what the item shows. */
    ItemWrite.Update recount(StoredItem item, KeyState state) {
        ItemClock clock = new ItemClock(
                home.of(item.key()),
                nextId(),
                state.version().bare(item.attributes()),
                state.fingerprint(),
                0,
                state.birth());
        return new ItemWrite.Update(
                item.key(),
                Collections.emptySortedMap(),
                Set.of(),
                Collections.emptySortedMap(),
                clock.toBytes(),
                item.clock(),
                Collections.emptySortedMap());
    }

    private long nextId() {
        return ItemClock.newId(time.millis(), Rule.OWN_WRITES_DIFFER.holds() ? ids.next() : 1);
    }

    /** What an item's clock says of its birth, 0 if an application inserted it. */
    long birth(StoredItem item) {
        ItemClock clock = KeyState.clockOf(home, item);
        return clock == null ? 0 : clock.birth();
    }

    /** As many names as one condition can hold. The others' changes, if any, the shadow row keeps. */
    private static Set<String> some(Attributes attributes, int most) {
        Set<String> names = new TreeSet<>();
        attributes.names().stream().limit(most).forEach(names::add);
        return names;
    }

    private static SortedMap<String, Optional<Value>> asRead(Attributes attributes, Set<String> names) {
        SortedMap<String, Optional<Value>> asRead = new TreeMap<>();
        names.forEach(name -> asRead.put(name, Optional.ofNullable(attributes.get(name))));
        return asRead;
    }
}
