package dev.rejoin.version;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.Fingerprint;
import dev.rejoin.item.Value;
import java.nio.ByteBuffer;

/**
 * What the reserved attribute of an item says; put there by Rejoin's own writes only, in the same write as the content.
 *
 * @param home of the item that it was put on, as {@link Home#of}; a copy elsewhere is no clock there
 * @param id new for every own write, so that one of unknown outcome can be recognised, and so that no two are alike; tells when the
 *     write was made: see {@link #newId}
 * @param version the item's clock; of siblings it has those values that the item does not show
 * @param fingerprint of the registers that the clock describes, as {@link Version#fingerprint}
 * @param change a hash of what this write changed; tells it from an application that puts an old clock back
 * @param birth the id of the own write that inserted the item, 0 if an application did; tells an item that an application
 *     puts back after it was deleted from one that a late write of ours inserts
 */
public record ItemClock(long home, long id, Version version, long fingerprint, long change, long birth) {
    private static final int HAS_BIRTH = 1;
    private static final int IS_BIRTH = 2;
    private static final int RANDOM_BITS = 30;
    private static final long MILLIS = 1000;

    /**
     * The identity of an own write.
     *
     * @param nowMillis by the clock of whoever makes it
     * @param random any bits
     */
    public static long newId(long nowMillis, long random) {
        return ((nowMillis / MILLIS) << RANDOM_BITS) | (random & ((1L << RANDOM_BITS) - 1));
    }

    /** When the write was made that put this here, in milliseconds since 1970, to the second. */
    public long madeMillis() {
        return (id >>> RANDOM_BITS) * MILLIS;
    }

    /** The canonical bytes. */
    public Value.B toBytes() {
        ByteWriter out = new ByteWriter();
        int flags = birth == 0 ? 0 : birth == id ? IS_BIRTH : HAS_BIRTH;
        out.raw(ClockCodec.format(version)).raw(flags);
        out.fixed(home).fixed(id).fixed(fingerprint).fixed(change);
        if (flags == HAS_BIRTH) {
            out.fixed(birth);
        }
        ClockCodec.write(out, version);
        return new Value.B(out.toBytes());
    }

    /**
     * Reads the bytes.
     *
     * @throws FormatException if this release cannot read them
     */
    public static ItemClock read(ByteBuffer bytes) {
        ByteReader in = new ByteReader(bytes);
        int format = Format.read(in);
        int flags = in.below(IS_BIRTH + 1);
        long home = in.fixed();
        long id = in.fixed();
        long fingerprint = in.fixed();
        long change = in.fixed();
        long birth = flags == 0 ? 0 : flags == IS_BIRTH ? id : in.fixed();
        if ((birth == 0 && flags != 0) || (birth == id && flags == HAS_BIRTH)) {
            throw FormatException.malformed("birth not in its shortest form");
        }
        Version version = ClockCodec.read(in, format);
        in.end();
        return new ItemClock(home, id, version, fingerprint, change, birth);
    }

    /**
     * A hash of what a write did to an item, as seen from a clock: for each register that changed the value before and
     * after, for each of the clock's counters the difference.
     */
    public static long change(Version clock, Attributes before, Attributes after) {
        long sum = 0;
        for (String name : before.differences(after)) {
            Value old = before.get(name);
            Value now = after.get(name);
            if (clock.countsUp(name) && Version.isCount(old) && Version.isCount(now)) {
                sum += Fingerprint.ofDifference(name, Version.number(now).subtract(Version.number(old)));
            } else {
                sum += Fingerprint.ofChange(name, old, now);
            }
        }
        return sum;
    }
}
