package dev.rejoin.aws.engine;

import static dev.rejoin.aws.engine.Engine.CLIENT;
import static dev.rejoin.aws.engine.Engine.STREAMS;
import static dev.rejoin.aws.engine.Engine.await;

import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.stream.StreamRecords;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.StreamRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;

/** Reads a local table's stream, which has one shard. */
public final class StreamReader {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final StreamRecords decoder;
    private final List<StreamRecord> read = new ArrayList<>();
    private String iterator;

    public StreamReader(ReplicatedTable table) {
        this.decoder = new StreamRecords(table);
        String arn = await(CLIENT.describeTable(describe -> describe.tableName(table.name())))
                .table()
                .latestStreamArn();
        List<Shard> shards = await(STREAMS.describeStream(describe -> describe.streamArn(arn)))
                .streamDescription()
                .shards();
        if (shards.size() != 1) {
            throw new IllegalStateException("the local engine has one shard, not " + shards.size());
        }
        this.iterator = await(STREAMS.getShardIterator(get -> get.streamArn(arn)
                        .shardId(shards.get(0).shardId())
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON)))
                .shardIterator();
    }

    /** A key's records so far; waits until there are as many, or for ten seconds. */
    public synchronized List<StreamRecord> records(ItemKey key, int atLeast) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        List<StreamRecord> found = found(key);
        while (found.size() < atLeast && System.nanoTime() < deadline) {
            readOn();
            found = found(key);
        }
        readOn();
        return found(key);
    }

    private List<StreamRecord> found(ItemKey key) {
        return read.stream().filter(record -> record.key().equals(key)).toList();
    }

    private void readOn() {
        GetRecordsResponse response;
        do {
            String from = iterator;
            response = await(STREAMS.getRecords(get -> get.shardIterator(from)));
            response.records().forEach(record -> read.add(decoder.decode(record)));
            iterator = response.nextShardIterator();
        } while (!response.records().isEmpty());
    }
}
