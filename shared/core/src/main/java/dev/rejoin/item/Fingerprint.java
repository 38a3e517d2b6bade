package dev.rejoin.item;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * 64-bit hashes that agree whenever DynamoDB says "equal". A set or a map is the sum of its members' hashes, so order does not
 * matter; so are attributes, so a fingerprint is the same however an item was put together. Stored in clocks: what it
 * computes may never change within a format version.
 */
public final class Fingerprint {
    private static final long SEED = 0x9E37_79B9_7F4A_7C15L;
    private static final long FACTOR = 0xD6E8_FEB8_6659_FD93L;

    private Fingerprint() {}

    /** The fingerprint of attributes: the sum of {@link #of(String, Value)}. */
    public static long of(Attributes attributes) {
        long sum = 0;
        for (Map.Entry<String, Value> entry : attributes.asMap().entrySet()) {
            sum += of(entry.getKey(), entry.getValue());
        }
        return sum;
    }

    /** The hash of one attribute. */
    public static long of(String name, Value value) {
        return mix(text(name, SEED) ^ mix(of(value)));
    }

    /** The hash of one attribute that changed: its name, and the value before and after, null for absent. */
    public static long ofChange(String name, @Nullable Value before, @Nullable Value after) {
        long hash = text(name, ~SEED);
        hash = mix(hash + (before == null ? 1 : of(before)));
        return mix(hash + (after == null ? 2 : of(after)));
    }

    /** The hash of what was added to a number attribute; adding nothing is no change and hashes to 0. */
    public static long ofDifference(String name, BigDecimal difference) {
        return difference.signum() == 0 ? 0 : mix(text(name, SEED + 1) ^ number(difference.stripTrailingZeros()));
    }

    /** The hash of a value. */
    public static long of(Value value) {
        if (value instanceof Value.S s) {
            return text(s.text(), 1);
        } else if (value instanceof Value.N n) {
            return number(n.number());
        } else if (value instanceof Value.B b) {
            return bytes(b);
        } else if (value instanceof Value.Bool bool) {
            return mix(bool.value() ? 5 : 4);
        } else if (value instanceof Value.Null) {
            return mix(6);
        } else if (value instanceof Value.SS set) {
            return sum(7, set.texts().stream().map(Value.S::new).toList());
        } else if (value instanceof Value.NS set) {
            return sum(8, set.numbers());
        } else if (value instanceof Value.BS set) {
            return sum(9, set.blobs());
        } else if (value instanceof Value.L list) {
            return list(list);
        }
        return mix(of(Attributes.of(((Value.M) value).entries())) + 11);
    }

    private static long sum(long kind, Collection<? extends Value> elements) {
        long sum = kind;
        for (Value element : elements) {
            sum += mix(of(element) + kind);
        }
        return mix(sum);
    }

    private static long list(Value.L list) {
        long hash = 10;
        for (Value element : list.values()) {
            hash = mix(hash + of(element));
        }
        return mix(hash + list.values().size());
    }

    private static long number(BigDecimal number) {
        long hash = mix(number.scale() + 2L);
        for (byte b : number.unscaledValue().toByteArray()) {
            hash = mix(hash ^ b);
        }
        return hash;
    }

    private static long text(String text, long seed) {
        long hash = mix(seed ^ text.length());
        int i = 0;
        for (; i + 4 <= text.length(); i += 4) {
            hash = mix(hash
                    ^ (text.charAt(i)
                            | (long) text.charAt(i + 1) << 16
                            | (long) text.charAt(i + 2) << 32
                            | (long) text.charAt(i + 3) << 48));
        }
        for (; i < text.length(); i++) {
            hash = mix(hash ^ text.charAt(i));
        }
        return hash;
    }

    private static long bytes(Value.B value) {
        var buffer = value.buffer();
        long hash = mix(3L ^ (long) value.length() << 8);
        while (buffer.remaining() >= Long.BYTES) {
            hash = mix(hash ^ buffer.getLong());
        }
        while (buffer.hasRemaining()) {
            hash = mix(hash ^ buffer.get());
        }
        return hash;
    }

    /** Folds the 128-bit product of the input and a constant: each bit of the input reaches each bit of the output. */
    private static long mix(long x) {
        long y = x + SEED;
        long folded = Math.multiplyHigh(y, FACTOR) ^ y * FACTOR;
        return folded ^ (folded >>> 29);
    }
}
