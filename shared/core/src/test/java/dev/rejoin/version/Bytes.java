package dev.rejoin.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rejoin.item.Value;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Function;

/** Attacks on stored bytes. */
final class Bytes {
    private Bytes() {}

    static String hex(Value.B bytes) {
        return HexFormat.of().formatHex(bytes.bytes());
    }

    static ByteBuffer of(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    /** Every byte more or less makes them unreadable. */
    static void cut(Value.B whole, Function<ByteBuffer, ?> reader) {
        byte[] bytes = whole.bytes();
        for (int length = 0; length < bytes.length; length++) {
            ByteBuffer part = ByteBuffer.wrap(bytes, 0, length);
            assertThatExceptionOfType(FormatException.class)
                    .as("the first %d bytes", length)
                    .isThrownBy(() -> reader.apply(part))
                    .matches(error -> error.kind() == FormatException.Kind.MALFORMED);
        }
        ByteBuffer longer = ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length + 1));
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> reader.apply(longer));
    }

    /**
     * Whatever becomes of them, they are refused, or read as something else that is written and read again.
     *
     * @return how many damaged ones could be read
     */
    static int flip(Value.B whole, Function<ByteBuffer, Value.B> rewriter) {
        int readable = 0;
        for (int bit = 0; bit < whole.length() * 8; bit++) {
            byte[] bytes = whole.bytes();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            readable += isReadable(bytes, rewriter) ? 1 : 0;
        }
        Random random = new Random(whole.length());
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = whole.bytes();
            for (int j = random.nextInt(4); j >= 0; j--) {
                bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt();
            }
            readable += isReadable(bytes, rewriter) ? 1 : 0;
        }
        return readable;
    }

    private static boolean isReadable(byte[] bytes, Function<ByteBuffer, Value.B> rewriter) {
        Value.B again;
        try {
            again = rewriter.apply(ByteBuffer.wrap(bytes));
        } catch (FormatException e) {
            return false;
        }
        assertThat(rewriter.apply(again.buffer())).isEqualTo(again);
        return true;
    }
}
