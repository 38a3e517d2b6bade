package dev.rejoin.cli.operate;

import dev.rejoin.aws.control.ControlExpulsions;
import dev.rejoin.aws.control.ControlPolicies;
import dev.rejoin.aws.control.ControlTableRecords;
import dev.rejoin.aws.control.PolicyRecord;
import dev.rejoin.aws.incarnation.Expulsion;
import dev.rejoin.aws.incarnation.TableIdentity;
import dev.rejoin.aws.incarnation.TableRecord;
import dev.rejoin.aws.incarnation.TableRecords;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.clock.Actor;
import dev.rejoin.version.Home;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
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
        TableRecord record = tableRecord();
        return record == null ? new Home(actor, table.name()) : record.home(actor, table.name());
    }

    /**
     * Makes sure that the table is the one that is replicated. Where there is no control table, or nothing is replicated yet, it is.
     *
     * @throws UnavailableException if another is in its place, or the region does not answer
     */
    public void requireReplicated() {
        TableRecord record = tableRecord();
        if (record == null) {
            return;
        }
        String what = "table " + table.name() + " in " + actor;
        TableIdentity there = AccessProblem.await(what, TableIdentity.ask(client, table.name()));
        if (!record.ready() || !record.is(there)) {
            throw new UnavailableException(
                    what + " is not the one that was replicated: it was restored, or made anew. Run 'rejoin regions"
                            + " restored' to its end, then this again");
        }
    }

    /**
     * The regions that its control table knows, because each wrote a heartbeat once; none where there is no control table.
     *
     * @throws UnavailableException if the region does not answer
     */
    public List<Actor> knownRegions() {
        return control(new KnownRegions(client, names().control()).find(), List.of());
    }

    /**
     * The regions that this one has ever expelled; none where there is no control table.
     *
     * @throws UnavailableException if the region does not answer
     */
    public SortedMap<Actor, Expulsion> expulsions() {
        return control(controlExpulsions().all(), Collections.<Actor, Expulsion>emptySortedMap());
    }

    /** The same, to be changed. */
    public ControlExpulsions controlExpulsions() {
        return new ControlExpulsions(client, names().control(), actor);
    }

    /**
     * The newest policy that its control table knows, which its functions go by; {@code NONE} if none was put.
     *
     * @param regions that the table is replicated between
     * @throws UnavailableException if the region does not answer
     */
    public PolicyRecord policy(Collection<Actor> regions) {
        return control(ControlPolicies.newest(client, names().control(), regions), PolicyRecord.NONE);
    }

    private @Nullable TableRecord tableRecord() {
        return control(tableRecords().read().thenApply(Optional::ofNullable), Optional.<TableRecord>empty())
                .orElse(null);
    }

    /** @param none what is read where there is no control table */
    private <T> T control(CompletableFuture<T> read, T none) {
        return AccessProblem.await(
                "control table " + names().control() + " in " + actor,
                read.exceptionallyCompose(error -> error.getCause() instanceof ResourceNotFoundException
                        ? CompletableFuture.completedFuture(none)
                        : CompletableFuture.failedFuture(error)));
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
