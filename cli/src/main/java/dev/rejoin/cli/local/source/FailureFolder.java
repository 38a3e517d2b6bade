package dev.rejoin.cli.local.source;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.cli.output.DynamoJson;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.StreamRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A failure destination of files: each with why it was given up, and the records whole, as Lambda writes them to S3. The
 * folder is made when it is first needed.
 */
public final class FailureFolder implements FailureDestination {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final String prefix;
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong files = new AtomicLong();

    /** @param prefix of the files' names: whose records they hold */
    public FailureFolder(Path folder, String prefix) {
        this.folder = folder;
        this.prefix = prefix;
    }

    @Override
    public void accept(Failure failure) {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(prefix + "-" + files.incrementAndGet() + ".json");
            JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), json(failure));
            records.addAndGet(failure.records().size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many records were given up. */
    public long records() {
        return records.get();
    }

    public Path folder() {
        return folder;
    }

    private static ObjectNode json(Failure failure) {
        List<StreamRecord> records = failure.records();
        ObjectNode node = JSON.createObjectNode();
        node.putObject("requestContext")
                .put("condition", failure.condition().text())
                .put("approximateInvokeCount", failure.invocations())
                .put("reason", failure.reason());
        node.putObject("DDBStreamBatchInfo")
                .put("shardId", failure.shard())
                .put("startSequenceNumber", records.get(0).sequence().toString())
                .put(
                        "endSequenceNumber",
                        records.get(records.size() - 1).sequence().toString())
                .put("approximateArrivalOfFirstRecord", records.get(0).timeMillis())
                .put("batchSize", records.size());
        records.forEach(record -> node.withArray("records").add(json(record)));
        return node;
    }

    private static ObjectNode json(StreamRecord record) {
        ObjectNode node = JSON.createObjectNode();
        node.put("SequenceNumber", record.sequence().toString());
        node.set("Keys", DynamoJson.of(record.key().attributes()));
        image(node, "OldImage", record.before());
        image(node, "NewImage", record.after());
        return node;
    }

    private static void image(ObjectNode node, String name, @Nullable StoredItem item) {
        if (item != null) {
            ObjectNode image = DynamoJson.of(item.attributes());
            if (item.clock() != null) {
                image.set("(clock)", DynamoJson.of(item.clock()));
            }
            node.set(name, image);
        }
    }
}
