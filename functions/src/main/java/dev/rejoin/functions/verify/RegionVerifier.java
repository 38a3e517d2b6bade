package dev.rejoin.functions.verify;

import dev.rejoin.aws.policy.PerPolicy;
import dev.rejoin.aws.store.SegmentScan;
import dev.rejoin.aws.wire.Json;
import dev.rejoin.functions.Deadline;
import dev.rejoin.item.ItemKey;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.Store;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.verify.Bucket;
import dev.rejoin.verify.BucketTree;
import dev.rejoin.verify.HashRange;
import dev.rejoin.verify.ItemDigest;
import dev.rejoin.verify.Repair;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What one region tells of its own table, and does about it; asked by itself and by its peers. Every question may be repeated. */
public final class RegionVerifier {
    private final IntFunction<SegmentScan> scans;
    private final Store store;
    private final PerPolicy<Repair> repairs;

    /**
     * @param scans of the table in so many segments
     * @param repairs what owes keys to the peers
     */
    public RegionVerifier(IntFunction<SegmentScan> scans, Store store, PerPolicy<Repair> repairs) {
        this.scans = scans;
        this.store = store;
        this.repairs = repairs;
    }

    /** @throws RuntimeException if the question is none, the table cannot be read, or not in time; whoever asked asks again */
    byte[] answer(byte[] question, Deadline deadline) {
        Map<String, Object> asked = Json.readObject(question);
        PerPolicy.Made<Repair> made = Waiting.on(repairs.now(), "reading the policy", deadline);
        MergePolicy policy = made.policy();
        return switch (Json.text(asked, "ask")) {
            case "digests" -> digests(asked, policy, deadline);
            case "items" -> items(asked, policy, deadline);
            case "look" -> look(Keys.read(asked), policy, deadline);
            case "owe" -> owe(Keys.read(asked), made.part(), deadline);
            default -> throw new IllegalArgumentException("asked for '" + Json.text(asked, "ask") + "'");
        };
    }

    /** A segment's digests: the leaves of a tree, to be added up with the other segments'. */
    private byte[] digests(Map<String, Object> asked, MergePolicy policy, Deadline deadline) {
        BucketTree tree = new BucketTree((int) Json.number(asked, "leafBits"));
        scan(
                asked,
                deadline,
                item -> tree.add(HashRange.position(item.key()), ItemDigest.of(item.key(), item.attributes(), policy)));
        return Json.write(out -> {
            out.writeStartObject();
            out.writeNumberField("items", tree.items());
            out.writeStringField("tree", Base64.getEncoder().encodeToString(tree.toBytes()));
            out.writeEndObject();
        });
    }

    /** A segment's items in some leaves: their keys and digests. */
    private byte[] items(Map<String, Object> asked, MergePolicy policy, Deadline deadline) {
        int leafBits = (int) Json.number(asked, "leafBits");
        Set<Object> leaves = new HashSet<>(Json.list(asked, "leaves"));
        List<ItemKey> keys = new ArrayList<>();
        List<Long> digests = new ArrayList<>();
        scan(asked, deadline, item -> {
            Bucket leaf = Bucket.at(leafBits, HashRange.position(item.key()));
            if (leaves.contains((long) leaf.index())) {
                keys.add(item.key());
                digests.add(ItemDigest.of(item.key(), item.attributes(), policy));
            }
        });
        return Json.write(out -> {
            out.writeStartObject();
            Keys.write(out, keys);
            out.writeStringField("digests", Keys.packed(digests));
            out.writeEndObject();
        });
    }

    private void scan(Map<String, Object> asked, Deadline deadline, Consumer<StoredItem> each) {
        SegmentScan scan = scans.apply((int) Json.number(asked, "segments"));
        int segment = (int) Json.number(asked, "segment");
        Map<String, AttributeValue> next = Map.of();
        do {
            SegmentScan.Page page = Waiting.on(scan.read(segment, next), "scanning segment " + segment, deadline);
            page.items().forEach(each);
            next = page.next();
        } while (!next.isEmpty());
    }

    /** The digests of single items, strongly consistent; 0 for one that is not there. */
    private byte[] look(List<ItemKey> keys, MergePolicy policy, Deadline deadline) {
        Map<ItemKey, StoredItem> found = Waiting.on(store.readItems(keys), "reading items", deadline);
        List<Long> digests = keys.stream()
                .map(key -> found.containsKey(key)
                        ? ItemDigest.of(key, found.get(key).attributes(), policy)
                        : 0L)
                .toList();
        return Json.write(out -> {
            out.writeStartObject();
            out.writeStringField("digests", Keys.packed(digests));
            out.writeEndObject();
        });
    }

    /** Owes keys to every peer, so that the courier brings what is known of them. */
    private static byte[] owe(List<ItemKey> keys, Repair repair, Deadline deadline) {
        int moving = Waiting.on(repair.owe(keys), "owing keys", deadline).size();
        return Json.write(out -> {
            out.writeStartObject();
            out.writeNumberField("owed", keys.size());
            out.writeNumberField("moving", moving);
            out.writeEndObject();
        });
    }
}
