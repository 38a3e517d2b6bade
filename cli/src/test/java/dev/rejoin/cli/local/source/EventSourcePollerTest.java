package dev.rejoin.cli.local.source;

import static dev.rejoin.cli.local.source.RecordingFunction.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.BatchResult;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.version.SequenceNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EventSourcePollerTest {
    private static final long NOW = 10_000_000;
    private static final MappingPace FAST = new MappingPace(
            Duration.ofMillis(1),
            Duration.ofMillis(4),
            Duration.ofMillis(5),
            Duration.ofMillis(1),
            Duration.ofMillis(4));

    private final FakeStream stream = new FakeStream().shard("s", null);
    private final Checkpoints checkpoints = new Checkpoints();
    private final List<EventSourcePoller> pollers = new ArrayList<>();
    private final Heard heard = new Heard();
    private int batchSize = 10;
    private Duration window = Duration.ZERO;
    private int factor = 1;

    /** Wakes whoever waits for the poller to come to something. */
    private static final class Heard implements MappingListener {
        private final List<String> troubles = new ArrayList<>();

        @Override
        public synchronized void read(String shard, List<StreamRecord> records) {
            notifyAll();
        }

        @Override
        public synchronized void progressed() {
            notifyAll();
        }

        @Override
        public synchronized void troubled(String shard, RuntimeException trouble) {
            troubles.add(trouble.getMessage());
        }

        synchronized void await(BooleanSupplier condition) throws InterruptedException {
            while (!condition.getAsBoolean()) {
                wait(10);
            }
        }
    }

    /** For functions that wait; the common pool may have one thread only. */
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void closePollers() {
        pollers.forEach(EventSourcePoller::close);
        threads.shutdownNow();
    }

    @Test
    void readsFromTheOldestRecordInBatchesOfTheSize() throws InterruptedException {
        put("s", 25);
        RecordingFunction function = RecordingFunction.succeeding();
        runToEnd(function);
        assertThat(function.invocations()).allSatisfy(batch -> assertThat(batch).hasSizeLessThanOrEqualTo(10));
        assertThat(function.sequences()).hasSize(25).isSorted();
        assertThat(checkpoints.of("s")).isEqualTo(SequenceNumber.of(25));
    }

    @Test
    void theWindowWaitsForABatchToFill() throws InterruptedException {
        window = Duration.ofSeconds(5);
        put("s", 4);
        RecordingFunction function = RecordingFunction.succeeding();
        EventSourcePoller poller = start(function);
        heard.await(() -> poller.pending() == 4);
        put("s", 6);
        heard.await(() -> !function.invocations().isEmpty());
        assertThat(function.invocations().get(0)).hasSize(10);
    }

    @Test
    void anOpenWindowEndsWithWhatThereIs() throws InterruptedException {
        window = Duration.ofMillis(30);
        put("s", 3);
        RecordingFunction function = RecordingFunction.succeeding();
        runToEnd(function);
        assertThat(function.invocations()).containsExactly(List.of(1L, 2L, 3L));
    }

    @Test
    void aBatchHoldsNoMoreThanThePayloadLimit() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            stream.put("s", "k" + i, NOW, Batcher.PAYLOAD / 2 - 100);
        }
        RecordingFunction function = RecordingFunction.succeeding();
        runToEnd(function);
        assertThat(function.invocations()).containsExactly(List.of(1L, 2L), List.of(3L, 4L));
    }

    @Test
    void newShardsAreFoundAndAChildWaitsForItsParent() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        RecordingFunction function = new RecordingFunction(batch -> CompletableFuture.supplyAsync(
                () -> {
                    await(release);
                    return new BatchResult(List.of());
                },
                threads));
        put("s", 2);
        EventSourcePoller poller = start(function);
        heard.await(() -> poller.pending() == 2);
        stream.shard("child", "s");
        put("child", 2);
        stream.closeShard("s");
        int reads = stream.reads();
        heard.await(() -> stream.reads() > reads);
        assertThat(function.sequences()).isSubsetOf(1L, 2L);
        release.countDown();
        heard.await(() -> function.sequences().size() == 4);
        assertThat(function.sequences()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void aChildWhoseParentIsForgottenIsRead() throws InterruptedException {
        stream.shard("orphan", "gone");
        put("orphan", 1);
        RecordingFunction function = RecordingFunction.succeeding();
        runToEnd(function);
        assertThat(function.sequences()).containsExactly(1L);
    }

    @Test
    void lanesWorkSideBySideAndKeepEachKeysOrder() throws InterruptedException {
        factor = 4;
        batchSize = 3;
        Map<ItemKey, List<Long>> byKey = new ConcurrentHashMap<>();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch two = new CountDownLatch(2);
        for (int i = 0; i < 120; i++) {
            stream.put("s", "k" + i % 8, NOW);
        }
        start(new RecordingFunction(batch -> CompletableFuture.supplyAsync(
                () -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    two.countDown();
                    await(two);
                    batch.forEach(record -> byKey.computeIfAbsent(record.key(), k -> new ArrayList<>())
                            .add(record.sequence().number().longValue()));
                    inside.decrementAndGet();
                    return new BatchResult(List.of());
                },
                threads)));
        awaitCheckpoint("s", 120);
        assertThat(most.get()).isBetween(2, 4);
        assertThat(byKey).hasSize(8);
        assertThat(byKey.values())
                .allSatisfy(sequences -> assertThat(sequences).hasSize(15).isSorted());
    }

    @Test
    void theCheckpointWaitsForTheSlowestLane() throws InterruptedException {
        factor = 10;
        batchSize = 1;
        CountDownLatch release = new CountDownLatch(1);
        put("s", 40);
        RecordingFunction function = new RecordingFunction(batch -> RecordingFunction.is(batch.get(0), 1)
                ? CompletableFuture.supplyAsync(
                        () -> {
                            await(release);
                            return new BatchResult(List.of());
                        },
                        threads)
                : success());
        start(function);
        heard.await(() -> function.sequences().size() > 20);
        assertThat(checkpoints.of("s")).isNull();
        release.countDown();
        awaitCheckpoint("s", 40);
    }

    @Test
    void whatWasUnderWayWhenThePollerDiedComesAgainFromTheCheckpoint() throws InterruptedException {
        put("s", 20);
        AtomicInteger calls = new AtomicInteger();
        RecordingFunction hanging =
                new RecordingFunction(batch -> calls.getAndIncrement() == 0 ? success() : new CompletableFuture<>());
        EventSourcePoller first = start(hanging);
        heard.await(() -> hanging.invocations().size() == 2);
        first.close();
        RecordingFunction next = RecordingFunction.succeeding();
        runToEnd(next);
        assertThat(next.sequences()).first().isEqualTo(11L);
        assertThat(next.sequences()).hasSize(10);
    }

    @Test
    void aPassingFailureOfTheStreamLosesAndRepeatsNothing() throws InterruptedException {
        put("s", 5);
        RecordingFunction function = RecordingFunction.succeeding();
        EventSourcePoller poller = runToEnd(function);
        stream.failNext(6);
        put("s", 5);
        heard.await(() -> function.sequences().size() == 10);
        long since = System.nanoTime();
        heard.await(() -> poller.isDoneSince(since));
        assertThat(function.sequences()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(heard.troubles).contains("asked to fail");
    }

    @Test
    void recordsThatTheStreamHasLostAreReportedAndTheRestIsRead() throws InterruptedException {
        put("s", 10);
        stream.trim("s", 6);
        checkpoints.move("s", SequenceNumber.of(2));
        RecordingFunction function = RecordingFunction.succeeding();
        runToEnd(function);
        assertThat(function.sequences()).containsExactly(7L, 8L, 9L, 10L);
        assertThat(heard.troubles).contains("trimmed");
    }

    @Test
    void heldBackInvocationsWaitWhileReadingGoesOn() throws InterruptedException {
        RecordingFunction function = RecordingFunction.succeeding();
        EventSourcePoller poller = runToEnd(function);
        EventSourcePoller.Hold hold = poller.hold(Duration.ofSeconds(5));
        put("s", 3);
        heard.await(() -> poller.pending() == 3);
        assertThat(function.invocations()).isEmpty();
        hold.close();
        awaitCheckpoint("s", 3);
    }

    @Test
    void aHoldThatAnInvocationOutlastsSaysSo() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        put("s", 1);
        EventSourcePoller poller = start(new RecordingFunction(batch -> {
            inside.countDown();
            return new CompletableFuture<>();
        }));
        inside.await();
        assertThatThrownBy(() -> poller.hold(Duration.ofMillis(20)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("did not end");
    }

    @Test
    void anIdlePollerWaitsLongerAndLonger() throws InterruptedException {
        runToEnd(RecordingFunction.succeeding());
        int before = stream.reads();
        long began = System.nanoTime();
        heard.await(() -> stream.reads() >= before + 20);
        // From 1 ms on, each wait is a twentieth of the time in which nothing was found.
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(20));
    }

    @Test
    void badParametersAreNamedTogether() {
        assertThatThrownBy(() -> new MappingConfig(0, Duration.ofDays(1), 11, -1, Duration.ZERO, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("batch size must be 1 to 1000, not 0")
                .hasMessageContaining("batch window")
                .hasMessageContaining("parallelization factor")
                .hasMessageContaining("maximum retry attempts")
                .hasMessageContaining("maximum record age");
    }

    private EventSourcePoller runToEnd(RecordingFunction function) throws InterruptedException {
        EventSourcePoller poller = start(function);
        long since = System.nanoTime();
        heard.await(() -> poller.isDoneSince(since));
        return poller;
    }

    private EventSourcePoller start(StreamFunction function) {
        MappingConfig config = new MappingConfig(batchSize, window, factor, 3, Duration.ofMinutes(1), false);
        EventSourceMapping mapping = new EventSourceMapping(stream, function, failure -> {}, config, FAST, heard);
        EventSourcePoller poller = new EventSourcePoller("test", mapping, checkpoints, () -> NOW);
        pollers.add(poller);
        poller.start();
        return poller;
    }

    private void put(String shard, int records) {
        for (int i = 0; i < records; i++) {
            stream.put(shard, "k" + i, NOW);
        }
    }

    private void awaitCheckpoint(String shard, long sequence) throws InterruptedException {
        heard.await(() -> SequenceNumber.of(sequence).equals(checkpoints.of(shard)));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
