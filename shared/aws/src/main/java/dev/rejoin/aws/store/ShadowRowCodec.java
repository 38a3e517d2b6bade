package dev.rejoin.aws.store;

import dev.rejoin.aws.item.AttributeValues;
import dev.rejoin.aws.item.ItemCodec;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.ItemSize;
import dev.rejoin.item.Value;
import dev.rejoin.version.FormatException;
import dev.rejoin.version.ShadowRow;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How a shadow row is stored, under the key attributes of its item:
 *
 * <pre>
 * v      B  the row without kept values, as {@link ShadowRow#toBytes}; what conditions compare
 * lost   M  the kept values by attribute name; left out if there are none
 * since  N  when the row was marked as dead everywhere, in milliseconds since 1970; left out if it was not
 * </pre>
 *
 * Whatever writes a row puts all of it, so a mark goes by itself.
 *
 * A key attribute of the same name keeps it, and the row's gets a trailing underscore.
 */
final class ShadowRowCodec {
    private static final String ROW = "v";
    private static final String LOST = "lost";
    private static final String SINCE = "since";

    private final ItemCodec codec;
    private final String row;
    private final String lost;
    private final String since;

    ShadowRowCodec(ReplicatedTable table) {
        this.codec = new ItemCodec(table);
        this.row = unlessKey(ROW, table);
        this.lost = unlessKey(LOST, table);
        this.since = unlessKey(SINCE, table);
    }

    private static String unlessKey(String name, ReplicatedTable table) {
        return table.keyNames().contains(name) ? unlessKey(name + "_", table) : name;
    }

    /** The attribute that holds the row's bytes. */
    String rowName() {
        return row;
    }

    /** The attribute that holds the mark. */
    String sinceName() {
        return since;
    }

    Map<String, AttributeValue> attributes(ItemKey key, ShadowRow shadow) {
        Map<String, AttributeValue> attributes = codec.key(key);
        attributes.put(row, AttributeValues.toSdk(shadow.toBytes()));
        if (!shadow.lost().isEmpty()) {
            attributes.put(lost, AttributeValue.fromM(AttributeValues.toSdk(shadow.lostValues())));
        }
        return attributes;
    }

    /** @throws FormatException if this release cannot read the row */
    ShadowRow read(Map<String, AttributeValue> attributes) {
        AttributeValue bytes = attributes.get(row);
        if (bytes == null || bytes.b() == null) {
            throw new FormatException(FormatException.Kind.MALFORMED, "a shadow row without bytes in '" + row + "'");
        }
        AttributeValue kept = attributes.get(lost);
        return ShadowRow.read(bytes.b().asByteBuffer(), kept == null ? Map.of() : AttributeValues.fromSdk(kept.m()));
    }

    /**
     * When the row was marked, in milliseconds since 1970; null if it was not since it was written last.
     *
     * @throws FormatException if the mark is no such number
     */
    @Nullable
    Long since(Map<String, AttributeValue> attributes) {
        AttributeValue mark = attributes.get(since);
        if (mark == null) {
            return null;
        }
        try {
            return Long.valueOf(String.valueOf(mark.n()));
        } catch (NumberFormatException e) {
            throw new FormatException(FormatException.Kind.MALFORMED, "a shadow row's mark in '" + since + "'");
        }
    }

    /** Bytes of a row as DynamoDB counts them. */
    int size(ItemKey key, ShadowRow shadow) {
        return ItemSize.of(key.attributes())
                + ItemSize.of(row, shadow.toBytes())
                + (shadow.lost().isEmpty() ? 0 : ItemSize.of(lost, new Value.M(shadow.lostValues())));
    }
}
