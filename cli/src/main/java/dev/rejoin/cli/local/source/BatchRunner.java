package dev.rejoin.cli.local.source;

import dev.rejoin.replica.BatchResult;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.SequenceNumber;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Hands one batch to the function until every record is handled or given up: retry from the first failed record on, bisect,
 * give up what was tried too often or is too old. One thread a lane; the next batch waits, so order is kept.
 */
final class BatchRunner {
    private final String shard;
    private final EventSourceMapping mapping;
    private final Gate gate;
    private final LongSupplier clock;
    private final Consumer<List<StreamRecord>> settled;

    /**
     * @param clock milliseconds since 1970
     * @param settled hears of records that are done with
     */
    BatchRunner(
            String shard,
            EventSourceMapping mapping,
            Gate gate,
            LongSupplier clock,
            Consumer<List<StreamRecord>> settled) {
        this.shard = shard;
        this.mapping = mapping;
        this.gate = gate;
        this.clock = clock;
        this.settled = settled;
    }

    /**
     * Part of a batch that is still to be handled.
     *
     * @param failures how often it failed; a batch that got further than before, or was split, begins anew or stays
     * @param invocations how often its first record was handed in
     */
    private record Rest(List<StreamRecord> records, int failures, int invocations, String reason) {}

    /**
     * How far an invocation came.
     *
     * @param handled how many records, from the first on, need not come again
     */
    private record Verdict(int handled, String reason) {}

    void run(List<StreamRecord> batch) throws InterruptedException {
        Deque<Rest> todo = new ArrayDeque<>();
        todo.push(new Rest(List.copyOf(batch), 0, 0, ""));
        while (!todo.isEmpty()) {
            attempt(withoutExpired(todo.pop()), todo);
        }
    }

    private void attempt(Rest rest, Deque<Rest> todo) throws InterruptedException {
        if (rest.records.isEmpty()) {
            return;
        }
        Verdict verdict = invoke(rest.records);
        settled.accept(rest.records.subList(0, verdict.handled));
        List<StreamRecord> left = rest.records.subList(verdict.handled, rest.records.size());
        if (!left.isEmpty()) {
            mapping.listener().retried(shard, left.size(), verdict.reason);
            again(rest, left, verdict, todo);
        }
    }

    private void again(Rest before, List<StreamRecord> left, Verdict verdict, Deque<Rest> todo)
            throws InterruptedException {
        boolean progress = verdict.handled > 0;
        int failures = progress ? 1 : before.failures + 1;
        int invocations = progress ? 1 : before.invocations + 1;
        if (!progress && left.size() > 1 && mapping.config().bisectBatchOnError()) {
            int half = left.size() / 2;
            todo.push(new Rest(left.subList(half, left.size()), before.failures, invocations, verdict.reason));
            todo.push(new Rest(left.subList(0, half), before.failures, invocations, verdict.reason));
            pause(1);
        } else if (failures <= mapping.config().maximumRetryAttempts()) {
            todo.push(new Rest(left, failures, invocations, verdict.reason));
            pause(failures);
        } else {
            giveUp(new Rest(left, failures, invocations, verdict.reason), todo);
        }
    }

    private Verdict invoke(List<StreamRecord> records) throws InterruptedException {
        gate.enter();
        try {
            CompletableFuture<BatchResult> result = call(records);
            return Rule.FORWARD_BEFORE_CHECKPOINT.holds()
                    ? verdict(records, result.get())
                    : new Verdict(records.size(), "");
        } catch (ExecutionException e) {
            return new Verdict(0, String.valueOf(e.getCause()));
        } finally {
            gate.leave();
        }
    }

    private CompletableFuture<BatchResult> call(List<StreamRecord> records) {
        try {
            return mapping.function().invoke(records);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** As Lambda has it: all from the lowest failed record on comes again; a name that is not in the batch fails it all. */
    private static Verdict verdict(List<StreamRecord> records, BatchResult result) {
        if (result.failures().isEmpty()) {
            return new Verdict(records.size(), "");
        }
        Set<SequenceNumber> failed = new HashSet<>();
        result.failures().forEach(failure -> failed.add(failure.sequence()));
        int first = records.size();
        for (int i = records.size() - 1; i >= 0; i--) {
            first = failed.remove(records.get(i).sequence()) ? i : first;
        }
        String reason = result.failures().get(0).reason();
        return failed.isEmpty()
                ? new Verdict(first, reason)
                : new Verdict(0, "names records that are not in the batch");
    }

    private Rest withoutExpired(Rest rest) {
        long oldest = clock.getAsLong() - mapping.config().maximumRecordAge().toMillis();
        List<StreamRecord> expired =
                rest.records.stream().filter(r -> r.timeMillis() < oldest).toList();
        if (expired.isEmpty() || !delivered(FailureDestination.Condition.RECORD_AGE_EXCEEDED, rest, expired)) {
            return rest;
        }
        settled.accept(expired);
        List<StreamRecord> kept =
                rest.records.stream().filter(r -> r.timeMillis() >= oldest).toList();
        return new Rest(kept, rest.failures, rest.invocations, rest.reason);
    }

    private void giveUp(Rest rest, Deque<Rest> todo) throws InterruptedException {
        if (delivered(FailureDestination.Condition.RETRY_ATTEMPTS_EXHAUSTED, rest, rest.records)) {
            settled.accept(rest.records);
        } else {
            todo.push(rest);
            pause(rest.failures);
        }
    }

    private boolean delivered(FailureDestination.Condition condition, Rest rest, List<StreamRecord> records) {
        try {
            mapping.destination()
                    .accept(new FailureDestination.Failure(condition, shard, rest.invocations, rest.reason, records));
            return true;
        } catch (RuntimeException e) {
            mapping.listener().troubled(shard, e);
            return false;
        }
    }

    private void pause(int failures) throws InterruptedException {
        Duration wait = mapping.pace().retry(failures);
        TimeUnit.NANOSECONDS.sleep(wait.toNanos());
    }
}
