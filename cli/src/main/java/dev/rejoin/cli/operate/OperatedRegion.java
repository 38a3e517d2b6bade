package dev.rejoin.cli.operate;

import dev.rejoin.aws.control.ControlTableRecords;
import dev.rejoin.aws.incarnation.TableRecord;
import dev.rejoin.aws.incarnation.TableRecords;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.clock.Actor;
import dev.rejoin.version.Home;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * A replicated table in one region, and the way to it.
 *
 * @param actor the region
 * @param table its key is as the region describes it
 * @param client of that region; closed with the {@link OperatedTable}
 */
public record OperatedRegion(Actor actor, ReplicatedTable table, DynamoDbAsyncClient client) {
    /**
     * Where the clocks of its items are at home, which its control table tells. Where there is none, or nothing is replicated yet, in the
     * region's first incarnation.
     *
     * @throws UnavailableException if the region does not answer
     */
    public Home home() {
        TableRecord record = AccessProblem.await(
                "control table " + names().control() + " in " + actor,
                tableRecords().read().exceptionallyCompose(OperatedRegion::noneWithoutTable));
        return record == null ? new Home(actor, table.name()) : record.home(actor, table.name());
    }

    private static CompletableFuture<@Nullable TableRecord> noneWithoutTable(Throwable error) {
        return error.getCause() instanceof ResourceNotFoundException
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(error);
    }

    /** Which table it is that is replicated, as its control table has it. */
    public TableRecords tableRecords() {
        return new ControlTableRecords(client, names().control(), actor);
    }

    /** The names of the table and of those beside it here. */
    public TableNames names() {
        return new TableNames(table.name());
    }
}
