package dev.rejoin.cli.undelete;

import dev.rejoin.aws.bin.BinEntry;
import dev.rejoin.aws.bin.BinTable;
import dev.rejoin.aws.item.ItemCodec;
import dev.rejoin.cli.operate.AccessProblem;
import dev.rejoin.cli.operate.OperatedRegion;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.StoredItem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** The bins of some regions. */
final class Bins {
    private final List<OperatedRegion> regions;

    Bins(List<OperatedRegion> regions) {
        this.regions = regions;
    }

    /**
     * A deleted item, and one of the regions that have it: that in which it was deleted, if that is among them.
     *
     * @param regions how many have it
     */
    record Deleted(OperatedRegion region, BinEntry entry, int regions) {
        Deleted with(Deleted other) {
            boolean isBetter = other.isOrigin() && !isOrigin();
            return new Deleted(isBetter ? other.region : region, isBetter ? other.entry : entry, regions + 1);
        }

        /** Whether it was deleted there: what other regions have may lack what was on its way to them. */
        boolean isOrigin() {
            return entry.isOf(region.actor().name());
        }
    }

    /** What was found, newest first, and how many rows could not be read. */
    record Found(List<Deleted> deleted, long unreadable) {}

    /** All that is in the bins, each delete once. */
    Found all() {
        Map<OperatedRegion, List<BinEntry>> entries = new LinkedHashMap<>();
        Map<OperatedRegion, CompletableFuture<Long>> reading = new LinkedHashMap<>();
        for (OperatedRegion region : regions) {
            List<BinEntry> found = Collections.synchronizedList(new ArrayList<>());
            entries.put(region, found);
            reading.put(region, bin(region).all(found::add));
        }
        long unreadable = 0;
        for (Map.Entry<OperatedRegion, CompletableFuture<Long>> each : reading.entrySet()) {
            unreadable += AccessProblem.await(words(each.getKey()), each.getValue());
        }
        return new Found(merged(entries), unreadable);
    }

    /** The deletes of one item, newest first. */
    List<Deleted> ofItem(ItemKey key) {
        Map<OperatedRegion, CompletableFuture<List<BinEntry>>> reading = new LinkedHashMap<>();
        regions.forEach(region -> reading.put(region, bin(region).ofItem(key)));
        Map<OperatedRegion, List<BinEntry>> entries = new LinkedHashMap<>();
        reading.forEach((region, read) -> entries.put(region, AccessProblem.await(words(region), read)));
        return merged(entries);
    }

    private static List<Deleted> merged(Map<OperatedRegion, List<BinEntry>> entries) {
        Map<String, Deleted> all = new HashMap<>();
        entries.forEach((region, deleted) -> deleted.forEach(entry ->
                all.merge(entry.key().hash() + "/" + entry.deleted(), new Deleted(region, entry, 1), Deleted::with)));
        return all.values().stream()
                .sorted(Comparator.comparing(
                                (Deleted deleted) -> deleted.entry().deleted())
                        .reversed())
                .toList();
    }

    /** The item as it was; empty if it expired meanwhile. */
    static Optional<Attributes> image(Deleted deleted) {
        return AccessProblem.await(
                words(deleted.region()), bin(deleted.region()).image(deleted.entry()));
    }

    /** Puts an item if there is none of its key; false if there is one. */
    static boolean bringBack(OperatedRegion region, ItemKey key, Attributes attributes) {
        ItemCodec codec = new ItemCodec(region.table());
        CompletableFuture<Boolean> put = region.client()
                .putItem(request -> request.tableName(region.table().name())
                        .item(codec.attributes(new StoredItem(key, attributes, null)))
                        .conditionExpression("attribute_not_exists(#key)")
                        .expressionAttributeNames(Map.of("#key", region.table().partitionKey())))
                .thenApply(done -> true)
                .exceptionallyCompose(error -> error.getCause() instanceof ConditionalCheckFailedException
                        ? CompletableFuture.completedFuture(false)
                        : CompletableFuture.failedFuture(error));
        return AccessProblem.await("table " + region.table().name() + " in " + region.actor(), put);
    }

    private static BinTable bin(OperatedRegion region) {
        return new BinTable(region.client(), region.names().bin());
    }

    private static String words(OperatedRegion region) {
        return "bin " + region.names().bin() + " in " + region.actor();
    }
}
