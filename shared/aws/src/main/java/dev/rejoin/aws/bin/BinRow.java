package dev.rejoin.aws.bin;

import dev.rejoin.aws.item.AttributeValues;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.DeletedItem;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A bin's rows. An item's image is compressed and cut into parts of 300 KB, each a row of its own; the first also says what it
 * is, and is written last. An item of 400 KB has at most two.
 */
public final class BinRow {
    /** The partition key: {@link ItemKey#hash}. */
    public static final String ITEM = "item";

    /** The sort key: time of the delete, sequence number of its record, and the part's number, so that they sort by time. */
    public static final String DELETE = "delete";

    /** Seconds since 1970 after which DynamoDB may delete the row. */
    public static final String EXPIRES = "expires";

    static final int PART_BYTES = 300_000;
    static final int MOST_PARTS = 10;
    private static final String PART = "part";
    private static final String PARTS = "parts";
    private static final String FIRST = "/0";

    private BinRow() {}

    /** What all parts' sort keys begin with. */
    static String name(DeletedItem deleted) {
        return String.format(
                Locale.ROOT,
                "%013d/%040d",
                deleted.timeMillis(),
                deleted.sequence().number());
    }

    static Map<String, AttributeValue> key(String item, String name, int part) {
        Map<String, AttributeValue> key = new HashMap<>();
        key.put(ITEM, AttributeValue.fromS(item));
        key.put(DELETE, AttributeValue.fromS(name + "/" + part));
        return key;
    }

    /** A part. */
    static Map<String, AttributeValue> part(DeletedItem deleted, int part, byte[] bytes, long expires) {
        Map<String, AttributeValue> row = key(deleted.key().hash(), name(deleted), part);
        row.put(PART, AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(bytes)));
        row.put(EXPIRES, number(expires));
        return row;
    }

    /** The first part. */
    static Map<String, AttributeValue> head(DeletedItem deleted, int parts, byte[] bytes, long expires) {
        Map<String, AttributeValue> row = part(deleted, 0, bytes, expires);
        row.put(PARTS, number(parts));
        row.put("key", AttributeValue.fromM(AttributeValues.toSdk(deleted.key().attributes())));
        row.put("by", AttributeValue.fromS(deleted.deleted().toString()));
        row.put("at", number(deleted.timeMillis()));
        row.put("expired", AttributeValue.fromBool(deleted.expired()));
        return row;
    }

    private static AttributeValue number(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }

    static boolean isHead(Map<String, AttributeValue> row) {
        return row.containsKey(PARTS);
    }

    /**
     * What a first part says.
     *
     * @throws IllegalArgumentException if it is no such row
     */
    static BinEntry entry(Map<String, AttributeValue> sdk) {
        Map<String, Value> row = AttributeValues.fromSdk(sdk);
        if (!(row.get("key") instanceof Value.M key)
                || !(row.get("by") instanceof Value.S by)
                || !(row.get("at") instanceof Value.N at)
                || !(row.get(PARTS) instanceof Value.N parts)
                || !(row.get(DELETE) instanceof Value.S delete)
                || !delete.text().endsWith(FIRST)) {
            throw new IllegalArgumentException("not a row of a bin");
        }
        return new BinEntry(
                new ItemKey(Attributes.of(key.entries())),
                delete.text().substring(0, delete.text().length() - FIRST.length()),
                Dot.parse(by.text()),
                at.number().longValueExact(),
                row.get("expired") instanceof Value.Bool expired && expired.value(),
                Math.min(MOST_PARTS, parts.number().intValueExact()));
    }

    /** A part's bytes. */
    static byte[] bytes(Map<String, AttributeValue> row) {
        AttributeValue part = row.get(PART);
        if (part == null || part.b() == null) {
            throw new IllegalArgumentException("not a row of a bin");
        }
        return part.b().asByteArrayUnsafe();
    }
}
