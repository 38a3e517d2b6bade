package dev.rejoin.cli.operate;

import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.clock.Actor;
import dev.rejoin.version.Home;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * A replicated table in one region, and the way to it.
 *
 * @param actor the region
 * @param table its key is as the region describes it
 * @param home where the clocks of its items are at home
 * @param client of that region; closed with the {@link OperatedTable}
 */
public record OperatedRegion(Actor actor, ReplicatedTable table, Home home, DynamoDbAsyncClient client) {
    /** The names of the table and of those beside it here. */
    public TableNames names() {
        return new TableNames(table.name());
    }
}
