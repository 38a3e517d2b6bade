package dev.rejoin.cli.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.clock.Actor;
import dev.rejoin.verify.BucketTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How far the scans of a comparison got, kept in a file so that they can go on there: of each segment the digests of what was read,
 * and the key to go on after. Safe for use by many threads.
 */
final class ScanState {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FORMAT = 1;

    private final @Nullable Path file;
    private final ObjectNode header;
    private final Map<String, Segment> segments = new TreeMap<>();

    private ScanState(@Nullable Path file, ObjectNode header) {
        this.file = file;
        this.header = header;
    }

    /**
     * One segment of one region.
     *
     * @param next the key to go on after; empty at the beginning and at the end
     * @param done whether it was read to its end
     */
    record Segment(BucketTree tree, Map<String, AttributeValue> next, boolean done) {}

    /**
     * What a file tells, or nothing yet.
     *
     * @param file null if nothing is kept
     * @param comparison what is compared, and how: a file of another comparison is refused
     * @throws IllegalArgumentException if the file is of another comparison, or no such file at all
     * @throws IOException if it cannot be read
     */
    static ScanState load(@Nullable Path file, ObjectNode comparison) throws IOException {
        ObjectNode header = comparison.deepCopy().put("format", FORMAT);
        ScanState state = new ScanState(file, header);
        if (file != null && Files.exists(file)) {
            JsonNode kept = JSON.readTree(file.toFile());
            if (!header.equals(kept.get("comparison"))) {
                throw new IllegalArgumentException(
                        file + " is of another comparison; delete it or name another --state");
            }
            kept.path("segments")
                    .properties()
                    .forEach(entry -> state.segments.put(entry.getKey(), segment(entry.getValue())));
        }
        return state;
    }

    private static Segment segment(JsonNode node) {
        return new Segment(
                BucketTree.fromBytes(
                        Base64.getDecoder().decode(node.path("tree").asText())),
                node.has("next") ? KeyJson.toSdk(node.get("next")) : Map.of(),
                node.path("done").asBoolean());
    }

    /** How far a segment got; null if it was not begun. */
    synchronized @Nullable Segment segment(Actor region, int segment) {
        return segments.get(name(region, segment));
    }

    /** Notes how far a segment got. The tree must not change any more. */
    synchronized void note(Actor region, int segment, Segment progress) {
        segments.put(name(region, segment), progress);
    }

    /** Keeps all that was noted: the file is whole at any time. */
    synchronized void save() throws IOException {
        if (file == null) {
            return;
        }
        ObjectNode root = JSON.createObjectNode();
        root.set("comparison", header);
        ObjectNode all = root.putObject("segments");
        segments.forEach((name, segment) -> {
            ObjectNode node = all.putObject(name);
            node.put("tree", Base64.getEncoder().encodeToString(segment.tree.toBytes()));
            node.put("done", segment.done);
            if (!segment.next.isEmpty()) {
                node.set("next", KeyJson.ofSdk(segment.next));
            }
        });
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        JSON.writeValue(fresh.toFile(), root);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The comparison is done. */
    synchronized void delete() throws IOException {
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }

    private static String name(Actor region, int segment) {
        return region + "/" + segment;
    }
}
