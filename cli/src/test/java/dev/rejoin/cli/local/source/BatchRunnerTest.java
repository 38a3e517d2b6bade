package dev.rejoin.cli.local.source;

import static dev.rejoin.cli.local.source.RecordingFunction.broken;
import static dev.rejoin.cli.local.source.RecordingFunction.failing;
import static dev.rejoin.cli.local.source.RecordingFunction.is;
import static dev.rejoin.cli.local.source.RecordingFunction.success;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.replica.BatchResult;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.version.SequenceNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BatchRunnerTest {
    private static final long NOW = 10_000_000;
    private static final MappingPace FAST =
            new MappingPace(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    private final FakeStream stream = new FakeStream().shard("s", null);
    private final List<Long> settled = new ArrayList<>();
    private final List<FailureDestination.Failure> givenUp = new ArrayList<>();
    private int retries = 3;
    private boolean bisect;
    private FailureDestination destination = givenUp::add;

    @Test
    void aGoodBatchIsHandedInOnce() throws InterruptedException {
        RecordingFunction function = RecordingFunction.succeeding();
        run(function, 3);
        assertThat(function.invocations()).containsExactly(List.of(1L, 2L, 3L));
        assertThat(settled).containsExactly(1L, 2L, 3L);
    }

    @Test
    void theCheckpointMovesToTheLowestFailedRecordAndAllFromThereComesAgain() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        RecordingFunction function = new RecordingFunction(
                batch -> calls.getAndIncrement() == 0 ? failing(batch, r -> is(r, 5, 3)) : success());
        run(function, 6);
        assertThat(function.invocations()).containsExactly(List.of(1L, 2L, 3L, 4L, 5L, 6L), List.of(3L, 4L, 5L, 6L));
        assertThat(settled).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void aBrokenFunctionGetsTheWholeBatchAgain() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        RecordingFunction function = new RecordingFunction(batch -> calls.getAndIncrement() < 2 ? broken() : success());
        run(function, 2);
        assertThat(function.invocations()).containsExactly(List.of(1L, 2L), List.of(1L, 2L), List.of(1L, 2L));
        assertThat(settled).containsExactly(1L, 2L);
    }

    @Test
    void aFunctionThatThrowsIsABrokenOne() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        RecordingFunction function = new RecordingFunction(batch -> {
            if (calls.getAndIncrement() == 0) {
                throw new IllegalStateException("thrown");
            }
            return success();
        });
        run(function, 1);
        assertThat(function.invocations()).hasSize(2);
    }

    @Test
    void aNameThatIsNotInTheBatchFailsItAll() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        RecordingFunction function =
                new RecordingFunction(batch -> calls.getAndIncrement() == 0 ? failed(batch.get(1), 99) : success());
        run(function, 3);
        assertThat(function.invocations()).containsExactly(List.of(1L, 2L, 3L), List.of(1L, 2L, 3L));
    }

    private static CompletableFuture<BatchResult> failed(StreamRecord record, long sequence) {
        return CompletableFuture.completedFuture(new BatchResult(
                List.of(new BatchResult.Failure(SequenceNumber.of(sequence), record.key(), "unknown"))));
    }

    @Test
    void retriesAreFiniteAndWhatIsGivenUpGoesToTheDestination() throws InterruptedException {
        retries = 2;
        RecordingFunction function = new RecordingFunction(batch -> failing(batch, r -> is(r, 2)));
        run(function, 3);
        assertThat(function.invocations()).containsExactly(List.of(1L, 2L, 3L), List.of(2L, 3L), List.of(2L, 3L));
        assertThat(givenUp).singleElement().satisfies(failure -> {
            assertThat(failure.condition()).isEqualTo(FailureDestination.Condition.RETRY_ATTEMPTS_EXHAUSTED);
            assertThat(failure.records()).hasSize(2);
            assertThat(failure.invocations()).isEqualTo(3);
            assertThat(failure.reason()).isEqualTo("told to");
        });
        assertThat(settled).containsExactly(1L, 2L, 3L);
    }

    @Test
    void bisectingLeavesOnlyThePoisonedRecordBehind() throws InterruptedException {
        retries = 1;
        bisect = true;
        RecordingFunction function =
                new RecordingFunction(batch -> batch.stream().anyMatch(r -> is(r, 6)) ? broken() : success());
        run(function, 8);
        assertThat(givenUp)
                .singleElement()
                .satisfies(failure -> assertThat(failure.records())
                        .extracting(StreamRecord::sequence)
                        .containsExactly(SequenceNumber.of(6)));
        assertThat(settled).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(function.invocations()).contains(List.of(1L, 2L, 3L, 4L), List.of(5L, 6L), List.of(7L, 8L));
    }

    @Test
    void bisectingIsNoRetry() throws InterruptedException {
        retries = 0;
        bisect = true;
        AtomicInteger calls = new AtomicInteger();
        RecordingFunction function =
                new RecordingFunction(batch -> calls.getAndIncrement() == 0 ? broken() : success());
        run(function, 4);
        assertThat(function.invocations()).containsExactly(List.of(1L, 2L, 3L, 4L), List.of(1L, 2L), List.of(3L, 4L));
        assertThat(givenUp).isEmpty();
    }

    @Test
    void oldRecordsAreGivenUpWithoutAnInvocation() throws InterruptedException {
        stream.put("s", "old", NOW - Duration.ofMinutes(2).toMillis());
        stream.put("s", "young", NOW);
        RecordingFunction function = RecordingFunction.succeeding();
        runner(function).run(records());
        assertThat(function.invocations()).containsExactly(List.of(2L));
        assertThat(givenUp)
                .singleElement()
                .satisfies(failure ->
                        assertThat(failure.condition()).isEqualTo(FailureDestination.Condition.RECORD_AGE_EXCEEDED));
        assertThat(settled).containsExactly(1L, 2L);
    }

    @Test
    void whatTheDestinationDoesNotTakeIsNotGivenUp() throws InterruptedException {
        retries = 0;
        AtomicInteger refusals = new AtomicInteger(2);
        destination = failure -> {
            if (refusals.getAndDecrement() > 0) {
                throw new IllegalStateException("no disk");
            }
            givenUp.add(failure);
        };
        RecordingFunction function = new RecordingFunction(batch -> broken());
        run(function, 1);
        assertThat(function.invocations()).hasSize(3);
        assertThat(givenUp).hasSize(1);
        assertThat(settled).containsExactly(1L);
    }

    private void run(RecordingFunction function, int records) throws InterruptedException {
        for (int i = 0; i < records; i++) {
            stream.put("s", "k" + i, NOW);
        }
        runner(function).run(records());
    }

    private List<StreamRecord> records() {
        return stream.read(stream.iterator("s", null), 100).records();
    }

    private BatchRunner runner(StreamFunction function) {
        MappingConfig config = new MappingConfig(100, Duration.ZERO, 1, retries, Duration.ofMinutes(1), bisect);
        EventSourceMapping mapping =
                new EventSourceMapping(stream, function, destination, config, FAST, MappingListener.NONE);
        return new BatchRunner(
                "s",
                mapping,
                new Gate(),
                () -> NOW,
                done -> done.forEach(
                        record -> settled.add(record.sequence().number().longValue())));
    }
}
