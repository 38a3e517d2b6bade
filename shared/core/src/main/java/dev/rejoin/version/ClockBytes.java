package dev.rejoin.version;

import java.nio.ByteBuffer;

/** The canonical bytes of a version without its values, alone: as they travel to peers. */
public final class ClockBytes {
    /** The first byte of every clock of this form. */
    public static final int FORMAT = 1;

    private ClockBytes() {}

    /** The bytes of a version's clock; equal clocks have equal bytes. */
    public static byte[] of(Version version) {
        ByteWriter out = new ByteWriter();
        out.raw(FORMAT);
        ClockCodec.write(out, version.bare(), null);
        return out.toBytes();
    }

    /**
     * Reads a clock: a version whose registers' values are withheld.
     *
     * @throws FormatException if this release cannot read it
     */
    public static Version read(ByteBuffer bytes) {
        ByteReader in = new ByteReader(bytes);
        Format.check(in.raw(), FORMAT);
        Version clock = ClockCodec.read(in);
        in.end();
        return clock;
    }
}
