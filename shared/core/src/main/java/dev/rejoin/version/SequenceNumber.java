package dev.rejoin.version;

import java.math.BigInteger;

/**
 * The place of a record in its table's stream: a number of up to 40 digits that grows along each item's records.
 *
 * @param number 0 means before every record
 */
public record SequenceNumber(BigInteger number) implements Comparable<SequenceNumber> {
    public static final SequenceNumber NONE = new SequenceNumber(BigInteger.ZERO);

    public SequenceNumber {
        if (number.signum() < 0) {
            throw new IllegalArgumentException("a sequence number is not negative");
        }
    }

    /** Parses the stream's decimal digits. */
    public static SequenceNumber of(String digits) {
        return new SequenceNumber(new BigInteger(digits));
    }

    public static SequenceNumber of(long number) {
        return new SequenceNumber(BigInteger.valueOf(number));
    }

    @Override
    public int compareTo(SequenceNumber other) {
        return number.compareTo(other.number);
    }

    @Override
    public String toString() {
        return number.toString();
    }
}
