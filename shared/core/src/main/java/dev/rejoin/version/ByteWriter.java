package dev.rejoin.version;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Appends numbers and texts in their shortest form. */
final class ByteWriter {
    private byte[] out = new byte[192];
    private int length;

    ByteWriter raw(int value) {
        room(1);
        out[length++] = (byte) value;
        return this;
    }

    private void room(int more) {
        if (out.length - length < more) {
            out = Arrays.copyOf(out, Math.max(2 * out.length, length + more));
        }
    }

    /** Eight bytes, highest first. */
    ByteWriter fixed(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            raw((int) (value >>> shift));
        }
        return this;
    }

    /** Seven bits a byte, lowest first; the number counts as unsigned. */
    ByteWriter number(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            raw((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        return raw((int) rest);
    }

    /** A number near 0 of either sign. */
    ByteWriter signed(long value) {
        return number((value << 1) ^ (value >> 63));
    }

    ByteWriter bytes(byte[] bytes) {
        number(bytes.length);
        room(bytes.length);
        System.arraycopy(bytes, 0, out, length, bytes.length);
        length += bytes.length;
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
        return Arrays.copyOf(out, length);
    }
}
