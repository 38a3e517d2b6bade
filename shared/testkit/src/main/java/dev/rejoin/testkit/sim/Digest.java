package dev.rejoin.testkit.sim;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.Fingerprint;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.HintQueue.Hint;
import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.Shipment;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.replica.WriteResult;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Counter;
import dev.rejoin.version.Multi;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Sibling;
import dev.rejoin.version.Version;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** 64-bit hashes of whatever a run deals with; two things of one hash are taken for the same. */
final class Digest {
    private static final long SEED = 0x9E37_79B9_7F4A_7C15L;

    private Digest() {}

    /** Adds to a hash, in order. */
    static long of(long hash, @Nullable Object next) {
        return mix(hash * 31 + of(next));
    }

    static long of(@Nullable Object thing) {
        if (thing == null) {
            return 1;
        } else if (thing instanceof Number number) {
            return mix(thing instanceof BigDecimal decimal ? text(decimal.toString()) : number.longValue());
        } else if (thing instanceof Collection<?> collection) {
            return all(2, collection.toArray());
        } else if (thing instanceof Map<?, ?> map) {
            return all(3, map.keySet().toArray()) * 31 + all(4, map.values().toArray());
        } else if (thing instanceof Optional<?> optional) {
            return of(optional.orElse(null)) + 5;
        }
        return record(thing);
    }

    private static long record(Object thing) {
        if (thing instanceof StoredItem item) {
            return all(6, Fingerprint.of(item.attributes()), item.clock());
        } else if (thing instanceof Value value) {
            return Fingerprint.of(value);
        } else if (thing instanceof ShadowRow row) {
            return all(
                    7,
                    row.clock(),
                    row.sequence().number(),
                    row.fingerprint(),
                    row.lost(),
                    row.buried(),
                    row.unshown());
        } else if (thing instanceof Version version) {
            return version(version);
        } else if (thing instanceof Cell cell) {
            long hash = all(8, cell.dot(), cell.state(), cell.value());
            return cell.kept() == null ? hash : of(hash, cell.kept());
        } else if (thing instanceof Multi multi) {
            return all(17, multi.newest(), multi.siblings().values(), multi.fallback());
        } else if (thing instanceof Sibling one) {
            return all(18, one.id(), one.place(), one.path(), one.type().name(), one.state(), one.hash());
        } else if (thing instanceof Sibling.Id id) {
            return all(19, id.dot(), id.index());
        } else if (thing instanceof Counter counter) {
            return counter(counter);
        } else if (thing instanceof Dot dot) {
            return all(9, dot.time(), dot.actor().name());
        }
        return message(thing);
    }

    private static long message(Object thing) {
        if (thing instanceof StreamRecord record) {
            return all(10, record.before(), record.after(), record.sequence().number(), record.timeMillis());
        } else if (thing instanceof Shipment shipment) {
            return of(shipment.version()) + 11;
        } else if (thing instanceof WriteResult<?> result) {
            return all(12, result.kind(), result.current());
        } else if (thing instanceof Outcome || thing instanceof Enum<?>) {
            return text(thing.toString());
        } else if (thing instanceof Hint hint) {
            return text(hint.receipt());
        } else if (thing instanceof ItemKey || thing instanceof String) {
            return text(thing.toString());
        }
        throw new IllegalArgumentException("no digest of " + thing.getClass());
    }

    private static long version(Version version) {
        long[] vector = {13};
        version.vector().forEach((actor, time) -> vector[0] += all(14, actor.name(), time));
        long hash = all(vector[0], version.deleted(), version.existence(), version.registers(), version.counters());
        return version.multis().isEmpty() && version.barrier() == null
                ? hash
                : all(hash, version.multis(), version.barrier());
    }

    private static long counter(Counter counter) {
        long sum = 15;
        for (var entry : counter.sums().entrySet()) {
            sum += all(
                    16,
                    entry.getKey().name(),
                    entry.getValue().time(),
                    entry.getValue().net());
        }
        Counter.Base base = counter.base();
        return base == null ? sum : all(sum, base.dot(), base.amount());
    }

    private static long all(long seed, @Nullable Object... things) {
        long hash = mix(seed);
        for (Object thing : things) {
            hash = of(hash, thing);
        }
        return hash;
    }

    private static long text(String text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = mix(hash + text.charAt(i));
        }
        return hash;
    }

    /** Spreads every bit over all. */
    static long mix(long x) {
        long y = (x + SEED ^ x >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        y = (y ^ y >>> 27) * 0x94D0_49BB_1331_11EBL;
        return y ^ y >>> 31;
    }
}
