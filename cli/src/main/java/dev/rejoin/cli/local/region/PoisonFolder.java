package dev.rejoin.cli.local.region;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;

/**
 * Keeps records that cannot be decoded: each in a file, with the reason, as the functions keep them in the failure bucket. A record that
 * is read again is the same file, and is not counted again. The folder is made when it is first needed.
 */
public final class PoisonFolder implements PoisonDestination {
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final String prefix;
    private final BiConsumer<String, Path> kept;
    private final AtomicLong records = new AtomicLong();

    /**
     * @param prefix of the files' names: whose records they hold
     * @param kept hears of each record that was put aside, once: its reason, and its file
     */
    public PoisonFolder(Path folder, String prefix, BiConsumer<String, Path> kept) {
        this.folder = folder;
        this.prefix = prefix;
        this.kept = kept;
    }

    @Override
    public void accept(Record record, String reason) {
        Path file = folder.resolve(prefix + "-poison-" + name(record) + ".json");
        if (Files.exists(file)) {
            return;
        }
        try {
            Files.createDirectories(folder);
            // Never half a file: one that is there counts as kept.
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            JSON.writerWithDefaultPrettyPrinter().writeValue(fresh.toFile(), json(record, reason));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        records.incrementAndGet();
        kept.accept(reason, file);
    }

    /** How many records were put aside. */
    public long records() {
        return records.get();
    }

    private static String name(Record record) {
        String sequence = record.dynamodb() == null ? null : record.dynamodb().sequenceNumber();
        return sequence == null ? "unnumbered-" + record.eventID() : sequence;
    }

    private static ObjectNode json(Record record, String reason) {
        ObjectNode node = JSON.createObjectNode();
        node.put("rejoin", FORMAT).put("reason", reason);
        ObjectNode event = node.putObject("record");
        event.put("eventID", record.eventID()).put("eventName", record.eventNameAsString());
        if (record.dynamodb() != null) {
            event.set("dynamodb", json(record.dynamodb()));
        }
        return node;
    }

    private static ObjectNode json(StreamRecord stream) {
        ObjectNode node = JSON.createObjectNode();
        if (stream.approximateCreationDateTime() != null) {
            node.put(
                    "ApproximateCreationDateTime",
                    stream.approximateCreationDateTime().getEpochSecond());
        }
        if (stream.hasKeys()) {
            node.set("Keys", SdkJson.of(stream.keys()));
        }
        if (stream.hasOldImage()) {
            node.set("OldImage", SdkJson.of(stream.oldImage()));
        }
        if (stream.hasNewImage()) {
            node.set("NewImage", SdkJson.of(stream.newImage()));
        }
        node.put("SequenceNumber", stream.sequenceNumber());
        node.put("StreamViewType", stream.streamViewTypeAsString());
        return node;
    }
}
