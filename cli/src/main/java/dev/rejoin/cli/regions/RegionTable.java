package dev.rejoin.cli.regions;

import dev.rejoin.aws.incarnation.TableIdentity;
import dev.rejoin.aws.incarnation.TableRecord;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.operate.AccessProblem;
import dev.rejoin.cli.operate.OperatedRegion;
import org.jspecify.annotations.Nullable;

/**
 * A region's table as it is there, and as its control table has it.
 *
 * @param record null if nothing was ever replicated
 */
record RegionTable(
        OperatedRegion region,
        TableIdentity there,
        @Nullable TableRecord record) {
    /** How the two stand. */
    enum State {
        /** No function has worked here yet. */
        NEW("not replicated yet"),
        REPLICATED("replicated"),
        /** Another table is in the place of the one that was replicated. */
        REPLACED("another table: run 'rejoin regions restored'"),
        /** As before, and somebody has begun. */
        BEING_TAKEN_OVER("being taken over: run 'rejoin regions restored' again");

        private final String words;

        State(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** @throws UnavailableException if the region does not answer, or has no control table */
    static RegionTable look(OperatedRegion region) {
        String table = region.table().name();
        TableIdentity there = AccessProblem.await(
                "table " + table + " in " + region.actor(), TableIdentity.ask(region.client(), table));
        return new RegionTable(
                region,
                there,
                AccessProblem.await(
                        "control table " + region.names().control() + " in " + region.actor(),
                        region.tableRecords().read()));
    }

    State state() {
        if (record == null) {
            return State.NEW;
        } else if (!record.ready()) {
            return State.BEING_TAKEN_OVER;
        }
        return record.is(there) ? State.REPLICATED : State.REPLACED;
    }
}
