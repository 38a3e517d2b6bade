package dev.rejoin.testkit.sim;

import dev.rejoin.replica.BatchResult;
import dev.rejoin.replica.Forwarder;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.rule.Rule;
import dev.rejoin.testkit.sim.Sometimes.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A region's stream, and the forwarder that it calls; one invocation after the other. */
final class SimForwarder {
    private final World world;
    private final SimRegion region;
    private int cursor;
    private boolean atIt;
    private boolean down;

    SimForwarder(World world, SimRegion region) {
        this.world = world;
        this.region = region;
    }

    /** How many records are handled. */
    int cursor() {
        return cursor;
    }

    boolean isAtIt() {
        return atIt;
    }

    boolean isDown() {
        return down;
    }

    void goDown() {
        down = true;
    }

    /** What the table shows now is in no stream. */
    void skip() {
        cursor = region.table().endIndex();
        region.table().trimBefore(cursor);
    }

    /** Begins with what is to be forwarded, unless somebody is at it. */
    void wake() {
        if (!atIt && !down && cursor < region.table().endIndex()) {
            atIt = true;
            Invocation poller = Invocation.immortal(world, "poller of the stream " + region.self());
            if (region.shape().batch() == 1) {
                world.alone(poller, this::forward);
            } else {
                world.soon(poller, this::forward);
            }
        }
    }

    /** Works again, after some of what it had not read may have gone; whether that is so. */
    boolean comeUp() {
        down = false;
        int gone = world.below(region.table().endIndex() + 1);
        if (gone <= cursor || atIt) {
            return false;
        }
        world.sometimes.reached(Path.TRIMMED_RECORDS, gone - cursor);
        region.log().trimmed(region, region.table().firstIndex(), gone);
        region.table().trimBefore(gone);
        cursor = gone;
        world.note(19, () -> region.self() + " lost its records up to " + gone);
        return true;
    }

    private void forward() {
        if (region.isGone()) {
            return;
        }
        cursor = Math.max(cursor, region.table().firstIndex());
        List<StreamRecord> batch =
                region.table().records(cursor, 1 + world.below(region.shape().batch()));
        int from = cursor;
        int folds = region.log().size();
        Runnable crashed = () -> {
            world.sometimes.reached(Path.CRASHED_FORWARDER);
            world.sometimes.reached(
                    Path.CRASH_BETWEEN_FOLD_AND_FORWARD, region.log().size() > folds ? 1 : 0);
            forwarded();
        };
        Invocation process =
                new Invocation(world, "forwarder " + region.self(), region.chances(), crashed, region::isGone);
        world.note(17, () -> process + " takes " + batch.size() + " from " + from);
        if (!Rule.FORWARD_BEFORE_CHECKPOINT.holds()) {
            cursor = from + batch.size();
        }
        world.started(process);
        world.learned(process, batch);
        CompletableFuture<Void> unused = new Forwarder(
                        region.replica(process),
                        region.peers().links(process),
                        region.hints().seenBy(process))
                .process(batch)
                .thenAccept(result -> world.apart(process, () -> {
                    world.ended(process);
                    if (!process.isCrashed()) {
                        cursor = Math.max(cursor, checkpoint(from, batch, result));
                        forwarded();
                    }
                }));
    }

    private void forwarded() {
        atIt = false;
        region.peers().greet();
        region.wake();
    }

    /** Behind the batch, or at its first record that failed: all from there on comes again. */
    private int checkpoint(int from, List<StreamRecord> batch, BatchResult result) {
        for (int i = 0; i < batch.size(); i++) {
            var sequence = batch.get(i).sequence();
            if (result.failures().stream()
                    .anyMatch(failure -> failure.sequence().equals(sequence))) {
                world.sometimes.reached(Path.PARTIAL_BATCH_FAILURE);
                return from + i;
            }
        }
        return from + batch.size();
    }
}
