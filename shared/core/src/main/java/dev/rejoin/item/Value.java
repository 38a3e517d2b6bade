package dev.rejoin.item;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A DynamoDB attribute value, named by DynamoDB's own type letters. {@code equals} is DynamoDB's equality: numbers by value,
 * sets without order, lists with it, maps by key, nested to any depth. Immutable.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html">Data types</a>
 */
public sealed interface Value {
    /** Text. */
    record S(String text) implements Value {}

    /** A number of up to 38 significant digits. */
    record N(BigDecimal number) implements Value {
        private static final int MAX_DIGITS = 38;
        private static final int MIN_EXPONENT = -130;
        private static final int MAX_EXPONENT = 125;

        public static final N ZERO = new N(BigDecimal.ZERO);

        /** @throws IllegalArgumentException if DynamoDB cannot hold the number */
        public N {
            number = number.stripTrailingZeros();
            if (!fits(number)) {
                throw new IllegalArgumentException("number out of DynamoDB's range of 38 digits, 1E-130 to 1E+126");
            }
        }

        /** Parses a number as DynamoDB writes it. */
        public static N of(String text) {
            return new N(new BigDecimal(text));
        }

        public static N of(long number) {
            return new N(BigDecimal.valueOf(number));
        }

        /** Whether DynamoDB can hold this number. */
        public static boolean fits(BigDecimal number) {
            BigDecimal stripped = number.stripTrailingZeros();
            if (stripped.signum() == 0) {
                return true;
            }
            int exponent = stripped.precision() - stripped.scale() - 1;
            return stripped.precision() <= MAX_DIGITS && exponent >= MIN_EXPONENT && exponent <= MAX_EXPONENT;
        }

        /** The number as DynamoDB accepts it, and as people write it: whole numbers of up to 38 digits have no exponent. */
        public String text() {
            boolean whole = number.scale() < 0 && number.precision() - number.scale() <= MAX_DIGITS;
            return whole ? number.toPlainString() : number.toString();
        }
    }

    /** Bytes; compared by content. */
    final class B implements Value {
        private final byte[] bytes;

        public B(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        public byte[] bytes() {
            return bytes.clone();
        }

        /** A read-only view without a copy. */
        public ByteBuffer buffer() {
            return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        }

        public int length() {
            return bytes.length;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof B that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "B[" + bytes.length + " bytes]";
        }
    }

    /** True or false. */
    record Bool(boolean value) implements Value {}

    /** The null value, which is a value: the attribute is there. */
    record Null() implements Value {}

    /** A set of texts, never empty. */
    record SS(Set<String> texts) implements Value {
        public SS {
            texts = frozen(texts);
        }
    }

    /** A set of numbers by value, never empty. */
    record NS(Set<N> numbers) implements Value {
        public NS {
            numbers = frozen(numbers);
        }
    }

    /** A set of byte strings, never empty. */
    record BS(Set<B> blobs) implements Value {
        public BS {
            blobs = frozen(blobs);
        }
    }

    /** A list of values of any type. */
    record L(List<Value> values) implements Value {
        public L {
            values = List.copyOf(values);
        }
    }

    /** A map from name to values of any type. */
    record M(Map<String, Value> entries) implements Value {
        public M {
            entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
        }
    }

    private static <T> Set<T> frozen(Set<T> elements) {
        if (elements.isEmpty()) {
            throw new IllegalArgumentException("DynamoDB has no empty sets");
        }
        return Collections.unmodifiableSet(new LinkedHashSet<>(elements));
    }
}
