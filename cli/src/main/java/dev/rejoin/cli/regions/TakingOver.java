package dev.rejoin.cli.regions;

import dev.rejoin.aws.incarnation.TableRecord;
import dev.rejoin.aws.item.ItemCodec;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.operate.AccessProblem;
import dev.rejoin.cli.operate.KeyPage;
import dev.rejoin.cli.operate.KeyScan;
import dev.rejoin.cli.operate.OperatedRegion;
import dev.rejoin.clock.Actor;
import dev.rejoin.clock.HybridClock;
import dev.rejoin.item.ItemKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Takes a table over as the next incarnation of its region: says so in the control table, which keeps every function from working on it;
 * then what each way does about the rows; and only then says that it is ready. May be broken off anywhere and done again.
 */
abstract sealed class TakingOver permits Replacement, Return {
    private final RegionTable table;
    private final List<OperatedRegion> others;

    /** @param all the regions, of which those that have expelled this one are told that it is back */
    TakingOver(RegionTable table, List<OperatedRegion> all) {
        this.table = table;
        this.others = all.stream()
                .filter(other -> !other.actor().equals(table.region().actor()))
                .toList();
    }

    /** The way that fits what is there. */
    static TakingOver of(RegionTable table, List<OperatedRegion> all, Return.Sleep sleep) {
        return table.isStillThere() ? new Return(table, all, sleep) : new Replacement(table, all);
    }

    final RegionTable table() {
        return table;
    }

    final OperatedRegion region() {
        return table.region();
    }

    /**
     * What the control table will say, once the rows are gone.
     *
     * @param backup of which incarnation the table is a backup; null for the last one
     * @throws UnavailableException if nothing was ever replicated here, or there can be no further incarnation
     */
    abstract TableRecord next(@Nullable Integer backup);

    /** Of when its items are. */
    abstract Backup backup(Instant now);

    /**
     * Does it.
     *
     * @param stepped told how many rows were removed
     * @return how many rows that were in all
     * @throws UnavailableException if a region does not answer, or somebody else is at it
     */
    abstract long carryOut(TableRecord next, LongConsumer stepped) throws InterruptedException;

    /** What was written of the rows, in words. */
    abstract String rows(long removed);

    /** What is to be done before everything is owed. */
    abstract String before();

    /** All regions, this one among them. */
    final Set<Actor> regions() {
        return Stream.concat(Stream.of(region()), others.stream())
                .map(OperatedRegion::actor)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** An incarnation that nobody has expelled, and none that was. */
    final int incarnationAfter(int last) {
        int next =
                Math.max(last, table.expelled() == null ? 0 : table.expelled().upTo()) + 1;
        if (next > HybridClock.STEP) {
            throw new UnavailableException(
                    region().table().name() + " in " + region().actor() + " was taken over " + (HybridClock.STEP - 1)
                            + " times, which is the most. Restore it under another name, and attach a stack of its own");
        }
        return next;
    }

    final void write(TableRecord next, TableRecord before) {
        String what = "control table " + region().names().control() + " in " + region().actor();
        if (!AccessProblem.await(what, region().tableRecords().write(next, before))) {
            throw new UnavailableException(
                    what
                            + " changed meanwhile: somebody else is at it. Look with 'rejoin regions list', and run this again");
        }
    }

    /** Before the table is ready: whoever owes it something from then on has it wait, and loses nothing. */
    final void tellOthers(TableRecord next) {
        for (OperatedRegion other : others) {
            if (other.expulsions().containsKey(region().actor())) {
                AccessProblem.await(
                        "control table " + other.names().control() + " in " + other.actor(),
                        other.controlExpulsions().returned(region().actor(), next.incarnation()));
            }
        }
    }

    final void eachPage(Consumer<List<ItemKey>> each) {
        KeyScan rows = new KeyScan(
                region().client(), region().table(), region().table().shadowName());
        Map<String, AttributeValue> after = Map.of();
        do {
            KeyPage page = rows.after(after);
            each.accept(page.keys());
            after = page.next();
        } while (!after.isEmpty());
    }

    final void remove(Collection<ItemKey> keys) {
        String shadow = region().table().shadowName();
        ItemCodec codec = new ItemCodec(region().table());
        CompletableFuture<?>[] deletes = keys.stream()
                .map(codec::key)
                .map(key -> region().client()
                        .deleteItem(delete -> delete.tableName(shadow).key(key)))
                .toArray(CompletableFuture<?>[]::new);
        AccessProblem.await("shadow table " + shadow + " in " + region().actor(), CompletableFuture.allOf(deletes));
    }
}
