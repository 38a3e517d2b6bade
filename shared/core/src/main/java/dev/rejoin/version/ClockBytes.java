package dev.rejoin.version;

import dev.rejoin.item.Attributes;
import java.nio.ByteBuffer;

/** The canonical bytes of a version without its registers' values, but with its siblings', alone: as they travel to peers. */
public final class ClockBytes {
    /** The newest first byte that this release reads. */
    public static final int NEWEST_FORMAT = Format.MULTIS;

    private ClockBytes() {}

    /** The bytes of a version; equal clocks have equal bytes. */
    public static byte[] of(Version version) {
        ByteWriter out = new ByteWriter();
        Version clock = version.bare(Attributes.NONE);
        out.raw(ClockCodec.format(clock));
        ClockCodec.write(out, clock);
        return out.toBytes();
    }

    /**
     * Reads a clock: a version whose registers' values are withheld.
     *
     * @throws FormatException if this release cannot read it
     */
    public static Version read(ByteBuffer bytes) {
        ByteReader in = new ByteReader(bytes);
        Version clock = ClockCodec.read(in, Format.read(in));
        in.end();
        return clock;
    }
}
