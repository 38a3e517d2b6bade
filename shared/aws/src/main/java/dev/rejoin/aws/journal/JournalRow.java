package dev.rejoin.aws.journal;

import dev.rejoin.aws.item.AttributeValues;
import dev.rejoin.aws.journal.KeptValues.Side;
import dev.rejoin.aws.journal.KnownValue.Nothing;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.Conflict;
import dev.rejoin.replica.Conflict.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A journal's row: what it is called, and what is in it. */
public final class JournalRow {
    /** The partition key: {@link ItemKey#hash}. */
    public static final String ITEM = "item";

    /** The sort key: attribute, losing and winning write. */
    public static final String CONFLICT = "conflict";

    /** Seconds since 1970 after which DynamoDB may delete the row. */
    public static final String EXPIRES = "expires";

    static final String VALUE = "Value";
    static final String HASH = "Hash";
    static final String SEALED = "Sealed";
    static final String TOO_LARGE = "ValueTooLarge";
    static final String FOUND = "foundAt";
    static final String RESOLVED = "resolved";
    static final String RESOLVED_AT = "resolvedAt";
    private static final String REMOVED = "Removed";
    private static final String DELETED = "Deleted";

    /** DynamoDB takes 1,024 bytes of a sort key. */
    private static final int MAX_NAME_BYTES = 800;

    private JournalRow() {}

    /** The row's key. */
    static Map<String, AttributeValue> key(Conflict conflict) {
        return Map.of(
                ITEM, AttributeValue.fromS(conflict.key().hash()),
                CONFLICT, AttributeValue.fromS(sortKey(conflict)));
    }

    private static String sortKey(Conflict conflict) {
        String writes = "/" + conflict.loser().dot() + "/" + conflict.winner();
        return shortened(conflict.attribute()) + writes;
    }

    /** A name too long for a key is cut, and told from others by a hash. */
    private static String shortened(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return utf8.length <= MAX_NAME_BYTES ? name : name.substring(0, 200) + "#" + UUID.nameUUIDFromBytes(utf8);
    }

    /** The one place of a row in all tables. */
    static String place(Conflict conflict) {
        return conflict.key().hash() + "/" + sortKey(conflict);
    }

    /** All but the key, the values and the times of the row itself. */
    static Map<String, Value> of(Conflict conflict) {
        Map<String, Value> row = new TreeMap<>();
        row.put("key", new Value.M(conflict.key().attributes().asMap()));
        row.put("attribute", new Value.S(conflict.attribute()));
        row.put("policy", new Value.S(conflict.policy()));
        row.put("reason", new Value.S(conflict.reason().name()));
        row.put("loser", new Value.S(conflict.loser().dot().toString()));
        row.put("loserAt", Value.N.of(conflict.loserMillis()));
        row.put("loserRemoved", new Value.Bool(conflict.loser().isRemoved()));
        row.put("winner", new Value.S(conflict.winner().toString()));
        row.put("winnerAt", Value.N.of(conflict.winnerMillis()));
        row.put("winnerDeleted", new Value.Bool(conflict.isDelete()));
        return row;
    }

    /**
     * What a row tells.
     *
     * @throws IllegalArgumentException if it is no row of a journal
     */
    static JournalEntry read(Map<String, AttributeValue> sdk) {
        Map<String, Value> row = AttributeValues.fromSdk(sdk);
        if (!(row.get("key") instanceof Value.M key)) {
            throw new IllegalArgumentException("a row without the item's key");
        }
        boolean deleted = isTrue(row, Side.WINNER.attribute(DELETED));
        return new JournalEntry(
                text(row, CONFLICT),
                ItemKey.of(key.entries()),
                text(row, "attribute"),
                optional(row, "policy").orElse("lww"),
                optional(row, "reason").orElse((deleted ? Reason.DELETED : Reason.CONCURRENT_WRITES).name()),
                new JournalEntry.Write(Dot.parse(text(row, "loser")), known(row, Side.LOSER)),
                new JournalEntry.Write(
                        Dot.parse(text(row, "winner")), deleted ? Nothing.DELETED : known(row, Side.WINNER)),
                number(row, FOUND),
                optional(row, RESOLVED));
    }

    private static KnownValue known(Map<String, Value> row, Side side) {
        Value value = row.get(side.attribute(VALUE));
        Value sealed = row.get(side.attribute(SEALED));
        Value hash = row.get(side.attribute(HASH));
        if (isTrue(row, side.attribute(REMOVED))) {
            return Nothing.REMOVED;
        } else if (value != null) {
            return new KnownValue.Shown(value);
        } else if (sealed instanceof Value.B bytes) {
            return new KnownValue.Sealed(bytes);
        } else if (hash instanceof Value.S text) {
            return new KnownValue.Hashed(text.text());
        }
        return isTrue(row, side.attribute(TOO_LARGE)) ? Nothing.TOO_LARGE : Nothing.UNKNOWN;
    }

    private static boolean isTrue(Map<String, Value> row, String name) {
        return row.get(name) instanceof Value.Bool bool && bool.value();
    }

    private static String text(Map<String, Value> row, String name) {
        return optional(row, name).orElseThrow(() -> new IllegalArgumentException("a row without " + name));
    }

    private static Optional<String> optional(Map<String, Value> row, String name) {
        return row.get(name) instanceof Value.S text ? Optional.of(text.text()) : Optional.empty();
    }

    private static @Nullable Long number(Map<String, Value> row, String name) {
        return row.get(name) instanceof Value.N number ? (Long) number.number().longValue() : null;
    }
}
