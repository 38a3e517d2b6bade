package dev.rejoin.cli.local.source;

import dev.rejoin.replica.BatchResult;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.version.SequenceNumber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/** Remembers every invocation, and answers as told. */
final class RecordingFunction implements StreamFunction {
    private final List<List<Long>> invocations = new ArrayList<>();
    private final Function<List<StreamRecord>, CompletableFuture<BatchResult>> answer;

    RecordingFunction(Function<List<StreamRecord>, CompletableFuture<BatchResult>> answer) {
        this.answer = answer;
    }

    static RecordingFunction succeeding() {
        return new RecordingFunction(batch -> success());
    }

    static CompletableFuture<BatchResult> success() {
        return CompletableFuture.completedFuture(new BatchResult(List.of()));
    }

    /** Reports these records as failed. */
    static CompletableFuture<BatchResult> failing(List<StreamRecord> batch, Predicate<StreamRecord> failed) {
        return CompletableFuture.completedFuture(new BatchResult(batch.stream()
                .filter(failed)
                .map(record -> new BatchResult.Failure(record.sequence(), record.key(), "told to"))
                .toList()));
    }

    static boolean is(StreamRecord record, long... sequences) {
        return Arrays.stream(sequences).anyMatch(sequence -> record.sequence().equals(SequenceNumber.of(sequence)));
    }

    static CompletableFuture<BatchResult> broken() {
        return CompletableFuture.failedFuture(new IllegalStateException("killed"));
    }

    @Override
    public CompletableFuture<BatchResult> invoke(List<StreamRecord> batch) {
        synchronized (this) {
            invocations.add(batch.stream()
                    .map(record -> record.sequence().number().longValue())
                    .toList());
        }
        return answer.apply(batch);
    }

    synchronized List<List<Long>> invocations() {
        return List.copyOf(invocations);
    }

    synchronized List<Long> sequences() {
        return invocations.stream().flatMap(List::stream).toList();
    }
}
