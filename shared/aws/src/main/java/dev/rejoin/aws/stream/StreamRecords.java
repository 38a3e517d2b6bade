package dev.rejoin.aws.stream;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import dev.rejoin.aws.item.AttributeValues;
import dev.rejoin.aws.item.ItemCodec;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.item.Value;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.version.SequenceNumber;
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

    /** What both forms of a record say. */
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
        return new StreamRecord(
                Objects.requireNonNull(after == null ? before : after).key(),
                before,
                after,
                SequenceNumber.of(parts.sequence),
                parts.timeMillis,
                parts.expired);
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
        boolean viewed = parts.viewType == null || parts.viewType.equals(ALL_IMAGES);
        if (!complete || !viewed) {
            throw new UnusableRecordException("the stream of table " + table.name() + " must have the view type "
                    + ALL_IMAGES + ", not " + parts.viewType + ": a record of kind " + event + " came with"
                    + (before ? "" : "out") + " the old image and with" + (after ? "" : "out") + " the new one");
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
