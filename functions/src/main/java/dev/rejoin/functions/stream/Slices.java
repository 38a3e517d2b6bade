package dev.rejoin.functions.stream;

import dev.rejoin.functions.Deadline;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.BatchResult.Failure;
import dev.rejoin.replica.Forwarder;
import dev.rejoin.replica.StreamRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Runs records through a forwarder, a slice at a time while there is time. What was not begun or not finished in time has
 * failed; so has a record after a failed one of its key.
 */
public final class Slices {
    private static final int SIZE = 100;

    private final Forwarder forwarder;
    private final Deadline deadline;
    private final List<Failure> failures = new ArrayList<>();
    private final Set<ItemKey> stuck = new HashSet<>();

    private Slices(Forwarder forwarder, Deadline deadline) {
        this.forwarder = forwarder;
        this.deadline = deadline;
    }

    /** The records that must come again. */
    public static List<Failure> run(Forwarder forwarder, List<StreamRecord> records, Deadline deadline) {
        Slices slices = new Slices(forwarder, deadline);
        for (int from = 0; from < records.size(); from += SIZE) {
            slices.slice(records.subList(from, Math.min(from + SIZE, records.size())));
        }
        return slices.failures;
    }

    private void slice(List<StreamRecord> slice) {
        List<StreamRecord> ready = new ArrayList<>();
        for (StreamRecord record : slice) {
            if (stuck.contains(record.key())) {
                fail(List.of(record), "an earlier record of its key failed");
            } else {
                ready.add(record);
            }
        }
        if (deadline.hasPassed()) {
            fail(ready, "not begun in time");
        } else if (!ready.isEmpty()) {
            process(ready);
        }
    }

    private void process(List<StreamRecord> ready) {
        try {
            deadline.await(forwarder.process(ready)).failures().forEach(this::fail);
        } catch (TimeoutException e) {
            fail(ready, "not finished in time");
        } catch (ExecutionException e) {
            fail(ready, reason(e.getCause() == null ? e : e.getCause()));
        }
    }

    /** Messages of other exceptions may quote an item. */
    private static String reason(Throwable error) {
        return error.getClass().getSimpleName();
    }

    private void fail(List<StreamRecord> records, String reason) {
        records.forEach(record -> fail(new Failure(record.sequence(), record.key(), reason)));
    }

    private void fail(Failure failure) {
        stuck.add(failure.key());
        failures.add(failure);
    }
}
