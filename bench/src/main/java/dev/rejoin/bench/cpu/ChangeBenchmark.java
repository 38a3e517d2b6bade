package dev.rejoin.bench.cpu;

import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.store.DynamoDbStore;
import dev.rejoin.aws.stream.StreamRecords;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.Applier;
import dev.rejoin.replica.BatchResult;
import dev.rejoin.replica.Forwarder;
import dev.rejoin.replica.HintQueue;
import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.PeerLink;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.ReplicaConfig;
import dev.rejoin.replica.ReplicationMetrics;
import dev.rejoin.replica.Shipment;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.version.Home;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.services.dynamodb.model.Record;

/**
 * What one plain update of an order with ten attributes (one of them a counter) takes of the CPU, in batches of 100, with two
 * regions: everything between the bytes that come from DynamoDB and the bytes that go there.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 6, time = 3)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class ChangeBenchmark {
    private static final int BATCH = 100;
    private static final Actor HERE = new Actor("eu-west-1");
    private static final Actor PEER = new Actor("us-east-1");
    private static final ReplicatedTable TABLE = ReplicatedTable.of("orders", Changes.KEY);
    private static final Instant INSERTED = Instant.ofEpochSecond(1_700_000_000L);
    private static final Instant UPDATED = INSERTED.plusSeconds(60);
    private static final long NOW = UPDATED.plusSeconds(2).toEpochMilli();

    private final StreamRecords decoder = new StreamRecords(TABLE);
    private final FrozenClient here = new FrozenClient(Changes.KEY);
    private final FrozenClient peer = new FrozenClient(Changes.KEY);
    private final List<Record> updates = Changes.updates(BATCH, UPDATED);
    private List<StreamRecord> decoded = List.of();
    private List<Shipment> shipments = List.of();
    private Applier applier = new Applier(replica(PEER, HERE, peer));
    private Forwarder toNobody = forwarder(sent -> delivered(sent.size()));
    private Forwarder toPeer = forwarder(applier::apply);

    /** Made by JMH. */
    public ChangeBenchmark() {}

    /** Inserts the orders here and at the peer, and freezes both at that. */
    @Setup
    public void prepare() {
        expectHandled(toPeer.process(decode(Changes.inserts(BATCH, INSERTED))).join());
        here.freeze();
        peer.freeze();
        decoded = decode(updates);
        List<Shipment> sent = new ArrayList<>();
        expectHandled(forwarder(cargo -> {
                    sent.addAll(cargo);
                    return delivered(cargo.size());
                })
                .process(decoded)
                .join());
        shipments = List.copyOf(sent);
        expectWrites();
    }

    private void expectWrites() {
        long before = here.writes() + peer.writes();
        expectHandled(toPeer.process(decoded).join());
        if (here.writes() + peer.writes() - before != 2 * BATCH || shipments.size() != BATCH) {
            throw new IllegalStateException("an update is one write here and one at the peer");
        }
    }

    /** The stream's record to the core's. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public List<StreamRecord> decode() {
        return decode(updates);
    }

    /** Read the shadow row, capture, fold, write the shadow row, make the version. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public BatchResult fold() {
        return toNobody.process(decoded).join();
    }

    /** Read item and shadow row, decide, build the conditional write. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public List<Outcome> decideAndExpress() {
        return applier.apply(shipments).join();
    }

    /** All of it: from the stream's record here to the conditional write at the peer. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public BatchResult whole() {
        return toPeer.process(decode(updates)).join();
    }

    private List<StreamRecord> decode(List<Record> records) {
        List<StreamRecord> all = new ArrayList<>(records.size());
        records.forEach(record -> all.add(decoder.decode(record)));
        return all;
    }

    private Forwarder forwarder(PeerLink link) {
        return new Forwarder(replica(HERE, PEER, here), Map.of(PEER, link), new NoHints());
    }

    private static Replica replica(Actor self, Actor other, FrozenClient client) {
        SplittableRandom random = new SplittableRandom(1);
        return new Replica(
                ReplicaConfig.of(new Home(self, TABLE.name()), Set.of(other), MergePolicy.counting(Set.of("stock"))),
                new DynamoDbStore(client, TABLE),
                conflicts -> CompletableFuture.completedFuture(null),
                ReplicationMetrics.NOOP,
                () -> NOW,
                random::nextLong);
    }

    private static CompletableFuture<List<Outcome>> delivered(int n) {
        return CompletableFuture.completedFuture(Collections.nCopies(n, Outcome.STALE));
    }

    private static void expectHandled(BatchResult result) {
        if (!result.failures().isEmpty()) {
            throw new IllegalStateException(result.failures().get(0).reason());
        }
    }

    private static final class NoHints implements HintQueue {
        @Override
        public CompletableFuture<Void> owe(Actor owed, Collection<ItemKey> keys) {
            throw new IllegalStateException("nothing is owed here");
        }

        @Override
        public CompletableFuture<Void> settle(Hint hint) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
