package dev.rejoin.cli.regions;

import dev.rejoin.aws.incarnation.Expulsion;
import dev.rejoin.aws.incarnation.TableIdentity;
import dev.rejoin.aws.incarnation.TableRecord;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.operate.AccessProblem;
import dev.rejoin.cli.operate.OperatedRegion;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A region's table as it is there, and as its control table has it.
 *
 * @param record null if nothing was ever replicated
 * @param expelled what the others know of it as expelled: of all of them the last incarnation, and the first time; null if none has
 */
record RegionTable(
        OperatedRegion region,
        TableIdentity there,
        @Nullable TableRecord record,
        @Nullable Expulsion expelled) {
    /** How the two stand. */
    enum State {
        /** No function has worked here yet. */
        NEW("not replicated yet"),
        REPLICATED("replicated"),
        /** Others take nothing of this incarnation. */
        EXPELLED("expelled: run 'rejoin regions restored'"),
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

    /**
     * Looks at one region.
     *
     * @param all the regions, which are asked whether they have expelled it
     * @throws UnavailableException if a region does not answer, or this one has no control table
     */
    static RegionTable look(OperatedRegion region, List<OperatedRegion> all) {
        String table = region.table().name();
        TableIdentity there = AccessProblem.await(
                "table " + table + " in " + region.actor(), TableIdentity.ask(region.client(), table));
        return new RegionTable(
                region,
                there,
                AccessProblem.await(
                        "control table " + region.names().control() + " in " + region.actor(),
                        region.tableRecords().read()),
                expulsion(region, all));
    }

    private static @Nullable Expulsion expulsion(OperatedRegion region, List<OperatedRegion> all) {
        return all.stream()
                .filter(other -> !other.actor().equals(region.actor()))
                .map(other -> other.expulsions().get(region.actor()))
                .filter(Objects::nonNull)
                .reduce(Expulsion::with)
                .orElse(null);
    }

    /** Whether it is the table of a region that was expelled, which comes back with it. */
    boolean isStillThere() {
        return state() == State.EXPELLED
                || (record != null && state() == State.BEING_TAKEN_OVER && record.isReturned() && record.is(there));
    }

    State state() {
        if (record == null) {
            return State.NEW;
        } else if (!record.ready()) {
            return State.BEING_TAKEN_OVER;
        }
        if (!record.is(there)) {
            return State.REPLACED;
        }
        return expelled != null && expelled.refuses(record.incarnation()) ? State.EXPELLED : State.REPLICATED;
    }
}
