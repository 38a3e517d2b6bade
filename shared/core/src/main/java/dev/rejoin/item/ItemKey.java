package dev.rejoin.item;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The primary key of an item: the partition key attribute and, if the table has one, the sort key attribute. */
public final class ItemKey implements Comparable<ItemKey> {
    private final Attributes attributes;
    private final long hash;

    /** @throws IllegalArgumentException unless there are one or two attributes, each text, number or bytes */
    public ItemKey(Attributes attributes) {
        if (attributes.isEmpty() || attributes.size() > 2) {
            throw new IllegalArgumentException("a key has one or two attributes, not " + attributes.size());
        }
        for (Value value : attributes.asMap().values()) {
            if (!(value instanceof Value.S || value instanceof Value.N || value instanceof Value.B)) {
                throw new IllegalArgumentException("a key attribute is text, number or bytes");
            }
        }
        this.attributes = attributes;
        this.hash = Fingerprint.of(attributes);
    }

    public static ItemKey of(String name, String text) {
        return new ItemKey(Attributes.of(name, new Value.S(text)));
    }

    public static ItemKey of(Map<String, Value> attributes) {
        return new ItemKey(Attributes.of(attributes));
    }

    public Attributes attributes() {
        return attributes;
    }

    /** A short name for logs that does not tell the key: 16 hexadecimal digits. */
    public String hash() {
        return String.format("%016x", hash);
    }

    @Override
    public int compareTo(ItemKey other) {
        int byHash = Long.compare(hash, other.hash);
        return byHash != 0 || equals(other)
                ? byHash
                : attributes
                        .asMap()
                        .toString()
                        .compareTo(other.attributes.asMap().toString());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ItemKey that && hash == that.hash && attributes.equals(that.attributes);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash);
    }

    @Override
    public String toString() {
        return "key#" + hash();
    }
}
