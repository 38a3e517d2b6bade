package dev.rejoin.cli.conflicts;

import dev.rejoin.aws.item.AttributeValues;
import dev.rejoin.aws.item.ItemCodec;
import dev.rejoin.aws.journal.JournalEntry;
import dev.rejoin.aws.journal.KnownValue;
import dev.rejoin.cli.operate.AccessProblem;
import dev.rejoin.cli.operate.OperatedRegion;
import dev.rejoin.item.Value;
import dev.rejoin.replica.StoredItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * One ordinary write of the attribute, on condition that the attribute and the item's clock are as they were read. It touches no
 * other attribute, whatever is written to them meanwhile.
 */
final class Resolution {
    private static final int ATTEMPTS = 5;

    /** Types that keep one value, which is settled when it is what the item shows. */
    private static final Set<String> ONE_VALUE = Set.of("lww", "counter");

    private final OperatedRegion region;
    private final JournalEntry entry;
    private final ItemCodec codec;

    /** @param region where it is written */
    Resolution(OperatedRegion region, JournalEntry entry) {
        this.region = region;
        this.entry = entry;
        this.codec = new ItemCodec(region.table());
    }

    /** What became of it. */
    enum Result {
        /** Written. */
        WRITTEN,
        /** Would be written, if this were no dry run. */
        POSSIBLE,
        /** The item shows the value already, and there is nothing to settle. */
        SHOWN,
        /** The item is deleted. */
        GONE,
        /** Somebody wrote another value since. */
        MOVED_ON,
        /** The item changed each time between reading and writing it. */
        BUSY
    }

    /**
     * A result and what the item showed before.
     *
     * @param before null if it did not have the attribute, or is gone
     */
    record Done(Result result, @Nullable Value before) {}

    /**
     * Writes a value, trying again if the item changes meanwhile.
     *
     * @param chosen null to remove the attribute
     * @param force whether to write over a value that is neither of the conflict's
     * @param dryRun whether only to say what would be done
     */
    Done write(@Nullable Value chosen, boolean force, boolean dryRun) {
        Done last = new Done(Result.BUSY, null);
        for (int left = ATTEMPTS; left > 0; left--) {
            StoredItem item = read();
            Result result = item == null ? Result.GONE : decide(item, chosen, force);
            Value before = item == null ? null : item.attributes().get(entry.attribute());
            if (result != Result.WRITTEN || dryRun) {
                return new Done(result == Result.WRITTEN ? Result.POSSIBLE : result, before);
            }
            if (put(Objects.requireNonNull(item), chosen)) {
                return new Done(Result.WRITTEN, before);
            }
            last = new Done(Result.BUSY, before);
        }
        return last;
    }

    private Result decide(StoredItem item, @Nullable Value chosen, boolean force) {
        Value shown = item.attributes().get(entry.attribute());
        if (Objects.equals(shown, chosen)) {
            boolean settled = ONE_VALUE.contains(entry.policy()) || item.clock() == null;
            return settled ? Result.SHOWN : Result.WRITTEN;
        }
        return isMovedOn(shown) && !force ? Result.MOVED_ON : Result.WRITTEN;
    }

    private boolean isMovedOn(@Nullable Value shown) {
        KnownValue won = entry.winner().value();
        return won instanceof KnownValue.Shown value
                ? !value.value().equals(shown)
                : won == KnownValue.Nothing.REMOVED && shown != null;
    }

    private @Nullable StoredItem read() {
        GetItemResponse answer = AccessProblem.await(
                words(),
                region.client()
                        .getItem(get -> get.tableName(region.table().name())
                                .key(codec.key(entry.key()))
                                .consistentRead(true)));
        return answer.hasItem() ? codec.item(answer.item()) : null;
    }

    private String words() {
        return "table " + region.table().name() + " in " + region.actor();
    }

    /** False if the item is no longer as it was read. */
    private boolean put(StoredItem item, @Nullable Value chosen) {
        CompletableFuture<Boolean> written = region.client()
                .updateItem(request(item, chosen))
                .thenApply(done -> true)
                .exceptionallyCompose(error -> error.getCause() instanceof ConditionalCheckFailedException
                        ? CompletableFuture.completedFuture(false)
                        : CompletableFuture.failedFuture(error));
        return AccessProblem.await(words(), written);
    }

    private UpdateItemRequest request(StoredItem item, @Nullable Value chosen) {
        Value shown = item.attributes().get(entry.attribute());
        Map<String, AttributeValue> values = new HashMap<>();
        List<String> changes = new ArrayList<>();
        if (chosen == null) {
            changes.add("REMOVE #attribute");
        } else {
            changes.add("SET #attribute = :chosen");
            values.put(":chosen", AttributeValues.toSdk(chosen));
        }
        if (Objects.equals(shown, chosen)) {
            // What the item shows is meant: an item that is written without its clock says that all else is seen and
            // done with.
            changes.add(chosen == null ? ", #clock" : " REMOVE #clock");
        }
        List<String> conditions = new ArrayList<>(List.of(
                condition("#attribute", ":shown", shown, values), condition("#clock", ":clock", item.clock(), values)));
        conditions.add("attribute_exists(#key)");
        return UpdateItemRequest.builder()
                .tableName(region.table().name())
                .key(codec.key(entry.key()))
                .updateExpression(String.join("", changes))
                .conditionExpression(String.join(" AND ", conditions))
                .expressionAttributeNames(Map.of(
                        "#attribute", entry.attribute(),
                        "#clock", region.table().clockName(),
                        "#key", region.table().partitionKey()))
                .expressionAttributeValues(values.isEmpty() ? null : values)
                .build();
    }

    private static String condition(
            String name, String placeholder, @Nullable Value read, Map<String, AttributeValue> values) {
        if (read == null) {
            return "attribute_not_exists(" + name + ")";
        }
        values.put(placeholder, AttributeValues.toSdk(read));
        return name + " = " + placeholder;
    }
}
