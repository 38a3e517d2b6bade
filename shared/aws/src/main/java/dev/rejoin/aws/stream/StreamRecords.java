package dev.rejoin.aws.stream;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import dev.rejoin.aws.item.AttributeValues;
import dev.rejoin.aws.item.ItemCodec;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.wire.Json;
import dev.rejoin.aws.wire.JsonValues;
import dev.rejoin.aws.wire.WireException;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.version.SequenceNumber;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.Record;

/**
 * Decodes records of a table's stream. The stream's view type must be NEW_AND_OLD_IMAGES: with less, nobody can tell what an
 * application changed.
 */
public final class StreamRecords {
    private static final String ALL_IMAGES = "NEW_AND_OLD_IMAGES";
    private static final String TTL_PRINCIPAL = "dynamodb.amazonaws.com";
    private static final String TTL_TYPE = "Service";

    private final ReplicatedTable table;
    private final ItemCodec codec;

    public StreamRecords(ReplicatedTable table) {
        this.table = table;
        this.codec = new ItemCodec(table);
    }

    /**
     * A record as the Streams API gives it.
     *
     * @throws UnusableRecordException if the stream has another view type, or the record misses what every record has
     */
    public StreamRecord decode(Record record) {
        var stream = needed(record.dynamodb(), "dynamodb");
        var identity = record.userIdentity();
        return decode(new Parts(
                record.eventNameAsString(),
                stream.streamViewTypeAsString(),
                stream.hasOldImage() ? AttributeValues.fromSdk(stream.oldImage()) : null,
                stream.hasNewImage() ? AttributeValues.fromSdk(stream.newImage()) : null,
                needed(stream.sequenceNumber(), "SequenceNumber"),
                needed(stream.approximateCreationDateTime(), "ApproximateCreationDateTime")
                        .toEpochMilli(),
                identity != null && isTtl(identity.type(), identity.principalId())));
    }

    /**
     * A record as Lambda's event source mapping gives it.
     *
     * @throws UnusableRecordException as {@link #decode(Record)}
     */
    public StreamRecord decode(DynamodbStreamRecord record) {
        var stream = needed(record.getDynamodb(), "dynamodb");
        var identity = record.getUserIdentity();
        return decode(new Parts(
                record.getEventName(),
                stream.getStreamViewType(),
                stream.getOldImage() == null ? null : LambdaValues.decode(stream.getOldImage()),
                stream.getNewImage() == null ? null : LambdaValues.decode(stream.getNewImage()),
                needed(stream.getSequenceNumber(), "SequenceNumber"),
                needed(stream.getApproximateCreationDateTime(), "ApproximateCreationDateTime")
                        .toInstant()
                        .toEpochMilli(),
                identity != null && isTtl(identity.getType(), identity.getPrincipalId())));
    }

    /**
     * A record of the JSON of Lambda's events, as failure destinations keep it.
     *
     * @param json as {@link Json#readObject} gives it
     * @throws UnusableRecordException as {@link #decode(Record)}
     * @throws WireException if it is no such JSON
     */
    public StreamRecord decode(Map<String, Object> json) {
        Map<String, Object> stream = Json.object(needed(json.get("dynamodb"), "dynamodb"));
        Object identity = json.get("userIdentity");
        return decode(new Parts(
                text(json, "eventName"),
                text(stream, "StreamViewType"),
                image(stream, "OldImage"),
                image(stream, "NewImage"),
                needed(text(stream, "SequenceNumber"), "SequenceNumber"),
                seconds(needed(stream.get("ApproximateCreationDateTime"), "ApproximateCreationDateTime")),
                identity instanceof Map<?, ?> who
                        && TTL_TYPE.equals(who.get("type"))
                        && TTL_PRINCIPAL.equals(who.get("principalId"))));
    }

    private static @Nullable String text(Map<String, Object> object, String name) {
        return object.get(name) instanceof String text ? text : null;
    }

    private static @Nullable Map<String, Value> image(Map<String, Object> stream, String name) {
        Object image = stream.get(name);
        return image instanceof Map<?, ?> ? JsonValues.read(image) : null;
    }

    /** Seconds since 1970, with or without a fraction, in milliseconds. */
    private static long seconds(Object json) {
        try {
            return new BigDecimal(json.toString()).movePointRight(3).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new UnusableRecordException("a stream record without a time");
        }
    }

    /** What all forms of a record say. */
    private record Parts(
            @Nullable String event,
            @Nullable String viewType,
            @Nullable Map<String, Value> before,
            @Nullable Map<String, Value> after,
            String sequence,
            long timeMillis,
            boolean expired) {}

    private StreamRecord decode(Parts parts) {
        checkImages(parts);
        StoredItem before = parts.before == null ? null : codec.itemOf(parts.before);
        StoredItem after = parts.after == null ? null : codec.itemOf(parts.after);
        ItemKey key = Objects.requireNonNull(after == null ? before : after).key();
        if (key.attributes().size() != table.keyNames().size()) {
            throw new UnusableRecordException("a stream record without the whole key");
        }
        return new StreamRecord(key, before, after, SequenceNumber.of(parts.sequence), parts.timeMillis, parts.expired);
    }

    private void checkImages(Parts parts) {
        String event = needed(parts.event, "eventName");
        boolean before = parts.before != null;
        boolean after = parts.after != null;
        boolean complete = switch (event) {
            case "INSERT" -> after && !before;
            case "MODIFY" -> after && before;
            case "REMOVE" -> !after && before;
            default -> throw new UnusableRecordException("a stream record of unknown kind " + event);
        };
        if (parts.viewType != null && !parts.viewType.equals(ALL_IMAGES)) {
            throw new UnusableRecordException("the stream of table " + table.name() + " must have the view type "
                    + ALL_IMAGES + ", not " + parts.viewType);
        } else if (!complete) {
            throw new UnusableRecordException("a record of kind " + event + " of the stream of table " + table.name()
                    + " came with" + (before ? "" : "out") + " the old image and with" + (after ? "" : "out")
                    + " the new one");
        }
    }

    private static boolean isTtl(@Nullable String type, @Nullable String principal) {
        return TTL_TYPE.equals(type) && TTL_PRINCIPAL.equals(principal);
    }

    private static <T> T needed(@Nullable T part, String name) {
        if (part == null) {
            throw new UnusableRecordException("a stream record without " + name);
        }
        return part;
    }
}
