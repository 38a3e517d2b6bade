package dev.rejoin.cli.local.source;

import dev.rejoin.replica.StreamRecord;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Runs a mapping: finds the shards, reads each from its checkpoint or its oldest record, parents before children, and invokes
 * the function until {@link #close}. Closing loses nothing: what was not done with comes again from the checkpoint.
 */
public final class EventSourcePoller implements AutoCloseable {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final EventSourceMapping mapping;
    private final Checkpoints checkpoints;
    private final LongSupplier clock;
    private final ExecutorService threads;
    private final Gate gate = new Gate();

    /** By shard; also the lock of everything that concerns shards. */
    private final Map<String, ShardReader> readers = new LinkedHashMap<>();

    private boolean shardsSeen;

    /**
     * @param name for its threads
     * @param clock milliseconds since 1970, against which the records' age is measured
     */
    public EventSourcePoller(String name, EventSourceMapping mapping, Checkpoints checkpoints, LongSupplier clock) {
        this.mapping = mapping;
        this.checkpoints = checkpoints;
        this.clock = clock;
        AtomicInteger count = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins. */
    public void start() {
        begin(this::discover);
    }

    /**
     * Holds back every invocation, also retries, until closed; reading goes on.
     *
     * @return what to close when invocations may go on
     * @throws IllegalStateException if an invocation under way does not end in that time
     */
    public Hold hold(Duration patience) throws InterruptedException {
        if (!gate.close(patience)) {
            gate.open();
            throw new IllegalStateException("an invocation did not end within " + patience);
        }
        return gate::open;
    }

    /** Invocations held back until this is closed. */
    @FunctionalInterface
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Whether all that was in the stream at that time is done with: each shard was read to its end after it, and nothing that
     * was read is under way.
     *
     * @param nanos of {@code System.nanoTime}
     */
    public boolean isDoneSince(long nanos) {
        synchronized (readers) {
            return shardsSeen && readers.values().stream().allMatch(reader -> reader.isDoneSince(nanos));
        }
    }

    /** Whether each shard was read at or after that time, whatever was found and is still under way. */
    public boolean hasReadSince(long nanos) {
        synchronized (readers) {
            return shardsSeen && readers.values().stream().allMatch(reader -> reader.hasReadSince(nanos));
        }
    }

    /** How many records were read and are not done with. */
    public int pending() {
        synchronized (readers) {
            return readers.values().stream().mapToInt(ShardReader::pending).sum();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private void begin(Work work) {
        threads.execute(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void discover() throws InterruptedException {
        int troubles = 0;
        while (!Thread.currentThread().isInterrupted()) {
            Duration wait = mapping.pace().discovery();
            try {
                startReady(mapping.source().shards());
                troubles = 0;
            } catch (RuntimeException e) {
                mapping.listener().troubled("", e);
                wait = mapping.pace().retry(++troubles);
            }
            synchronized (readers) {
                readers.wait(Math.max(1, wait.toMillis()));
            }
        }
    }

    private void startReady(List<EventSource.Shard> shards) {
        Set<String> known = new HashSet<>();
        shards.forEach(shard -> known.add(shard.id()));
        synchronized (readers) {
            // A shard that the stream has forgotten was finished: its records are gone too.
            readers.entrySet().removeIf(entry -> entry.getValue().isFinished() && !known.contains(entry.getKey()));
            for (EventSource.Shard shard : shards) {
                if (!readers.containsKey(shard.id()) && isReady(shard, known)) {
                    readers.put(shard.id(), open(shard.id()));
                }
            }
            shardsSeen = shardsSeen || !readers.isEmpty();
        }
    }

    private boolean isReady(EventSource.Shard shard, Set<String> known) {
        ShardReader parent = readers.get(shard.parent());
        return parent == null ? shard.parent() == null || !known.contains(shard.parent()) : parent.isFinished();
    }

    private ShardReader open(String shard) {
        ShardProgress progress = new ShardProgress(shard, checkpoints);
        ShardReader reader = new ShardReader(shard, mapping, progress, checkpoints.of(shard));
        for (Batcher lane : reader.lanes()) {
            BatchRunner runner =
                    new BatchRunner(shard, mapping, gate, clock, records -> settled(shard, progress, records));
            begin(() -> work(lane, runner));
        }
        begin(() -> read(reader));
        return reader;
    }

    private void settled(String shard, ShardProgress progress, List<StreamRecord> records) {
        if (!records.isEmpty()) {
            // Told first: who sees that nothing is pending any more has then heard of what was done.
            mapping.listener().settled(shard, records.size());
            progress.done(records);
            mapping.listener().progressed();
        }
    }

    private void read(ShardReader reader) throws InterruptedException {
        reader.run();
        reader.lanes().forEach(Batcher::end);
        synchronized (readers) {
            readers.notifyAll();
        }
    }

    private static void work(Batcher lane, BatchRunner runner) throws InterruptedException {
        List<StreamRecord> batch = lane.take();
        while (!batch.isEmpty()) {
            runner.run(batch);
            batch = lane.take();
        }
    }
}
