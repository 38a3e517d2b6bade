package dev.rejoin.version;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Appends numbers and texts in their shortest form. */
final class ByteWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(192);

    ByteWriter raw(int value) {
        out.write(value);
        return this;
    }

    /** Eight bytes, highest first. */
    ByteWriter fixed(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
        return this;
    }

    /** Seven bits a byte, lowest first; the number counts as unsigned. */
    ByteWriter number(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    /** A number near 0 of either sign. */
    ByteWriter signed(long value) {
        return number((value << 1) ^ (value >> 63));
    }

    ByteWriter bytes(byte[] bytes) {
        number(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    ByteWriter text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    ByteWriter decimal(BigDecimal decimal) {
        BigDecimal stripped = decimal.stripTrailingZeros();
        return signed(stripped.scale()).bytes(stripped.unscaledValue().toByteArray());
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
