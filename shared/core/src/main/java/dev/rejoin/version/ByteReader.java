package dev.rejoin.version;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads what {@link ByteWriter} wrote; anything else is {@code MALFORMED}. */
final class ByteReader {
    private static final int MAX_DECIMAL_BYTES = 128;
    private static final int MAX_SCALE = 1000;

    private final ByteBuffer in;

    ByteReader(ByteBuffer in) {
        this.in = in;
    }

    int raw() {
        need(1);
        return in.get() & 0xff;
    }

    long fixed() {
        need(Long.BYTES);
        return in.getLong();
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int part = raw();
            value |= (long) (part & 0x7f) << shift;
            if (part < 0x80) {
                return value;
            }
        }
        throw FormatException.malformed("number of more than 64 bits");
    }

    /** A number of things that take at least one byte each. */
    int count() {
        long count = number();
        if (count < 0 || count > in.remaining()) {
            throw FormatException.malformed("count beyond the end");
        }
        return (int) count;
    }

    int below(int bound) {
        long value = number();
        if (value < 0 || value >= bound) {
            throw FormatException.malformed("index out of range");
        }
        return (int) value;
    }

    long signed() {
        long value = number();
        return (value >>> 1) ^ -(value & 1);
    }

    byte[] bytes() {
        byte[] bytes = new byte[count()];
        in.get(bytes);
        return bytes;
    }

    String text() {
        return text(number());
    }

    /** Text of so many bytes of UTF-8. */
    String text(long length) {
        if (length < 0 || length > in.remaining()) {
            throw FormatException.malformed("text beyond the end");
        }
        byte[] utf8 = new byte[(int) length];
        in.get(utf8);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw FormatException.malformed("text that is not UTF-8");
        }
    }

    BigDecimal decimal() {
        long scale = signed();
        byte[] unscaled = bytes();
        if (unscaled.length == 0 || unscaled.length > MAX_DECIMAL_BYTES || scale < -MAX_SCALE || scale > MAX_SCALE) {
            throw FormatException.malformed("decimal out of range");
        }
        return new BigDecimal(new BigInteger(unscaled), (int) scale);
    }

    void end() {
        if (in.hasRemaining()) {
            throw FormatException.malformed(in.remaining() + " bytes too many");
        }
    }

    private void need(int bytes) {
        if (in.remaining() < bytes) {
            throw FormatException.malformed("ends too early");
        }
    }
}
