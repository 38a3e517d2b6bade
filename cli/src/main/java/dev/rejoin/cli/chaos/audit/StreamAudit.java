package dev.rejoin.cli.chaos.audit;

import dev.rejoin.cli.chaos.fleet.ChaosTables;
import dev.rejoin.cli.chaos.writer.Family;
import dev.rejoin.cli.chaos.writer.Ledger;
import dev.rejoin.cli.chaos.writer.Ledger.Counter;
import dev.rejoin.cli.local.source.EventSource;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.Value;
import dev.rejoin.replica.KeyState;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.version.ItemClock;
import dev.rejoin.version.Version;
import java.math.BigDecimal;
import java.util.BitSet;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the regions' streams from their beginning, for what the tables themselves say of the writes: which values got there, also of
 * writes whose outcome their writers do not know, and which of them an application then replaced, having them before it.
 */
final class StreamAudit {
    private static final int PAGE = 1_000;

    private final BitSet landed = new BitSet();
    private final BitSet replaced = new BitSet();
    private final Map<Counter, BigDecimal> added = new TreeMap<>();
    private long plain;
    private long own;

    /** Reads a region's stream to its end; nothing may be writing any more. */
    void read(Actor region, EventSource stream) {
        for (EventSource.Shard shard : stream.shards()) {
            String next = stream.iterator(shard.id(), null);
            boolean found = true;
            while (next != null && found) {
                EventSource.Page page = stream.read(next, PAGE);
                page.records().forEach(record -> note(region, record));
                found = !page.records().isEmpty();
                next = page.next();
            }
        }
    }

    private void note(Actor region, StreamRecord record) {
        if (!isPlain(region, record)) {
            own++;
            return;
        }
        plain++;
        Family family = Family.of(record.key());
        Attributes before = attributes(record.before());
        Attributes after = attributes(record.after());
        for (String name : before.differences(after)) {
            Value old = before.get(name);
            Value now = after.get(name);
            if (family.isCounted() && (old instanceof Value.N || now instanceof Value.N)) {
                BigDecimal difference = Version.number(now).subtract(Version.number(old));
                added.merge(new Counter(Family.id(record.key()), name), difference, BigDecimal::add);
            } else if (family.isTraced()) {
                Ledger.number(old).ifPresent(replaced::set);
                Ledger.number(now).ifPresent(landed::set);
            }
        }
    }

    /** Own writes always bring a new clock, and mark what they delete; no writer here makes up a clock for traced items. */
    private static boolean isPlain(Actor region, StreamRecord record) {
        StoredItem after = record.after();
        if (after == null) {
            ItemClock clock = KeyState.clockOf(ChaosTables.home(region), record.before());
            return clock == null || clock.version().isLive();
        }
        Value before = record.before() == null ? null : record.before().clock();
        return after.clock() == null || Objects.equals(after.clock(), before);
    }

    private static Attributes attributes(@Nullable StoredItem item) {
        return item == null ? Attributes.NONE : item.attributes();
    }

    /** Values that got into a table. */
    BitSet landed() {
        return landed;
    }

    /** Values that an application's write replaced in a table. */
    BitSet replaced() {
        return replaced;
    }

    /** What applications added to each counter, in all regions together. */
    Map<Counter, BigDecimal> added() {
        return added;
    }

    long plain() {
        return plain;
    }

    long own() {
        return own;
    }
}
