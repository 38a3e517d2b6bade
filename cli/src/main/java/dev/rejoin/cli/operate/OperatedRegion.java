package dev.rejoin.cli.operate;

import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.clock.Actor;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * A replicated table in one region, and the way to it.
 *
 * @param actor the region
 * @param table its key is as the region describes it
 * @param client of that region; closed with the {@link OperatedTable}
 */
public record OperatedRegion(Actor actor, ReplicatedTable table, DynamoDbAsyncClient client) {
    /** The names of the table and of those beside it here. */
    public TableNames names() {
        return new TableNames(table.name());
    }
}
