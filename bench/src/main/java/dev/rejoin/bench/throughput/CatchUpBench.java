package dev.rejoin.bench.throughput;

import dev.rejoin.bench.run.Arguments;
import dev.rejoin.bench.run.Timing;
import dev.rejoin.testkit.engine.LocalEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * How long a region takes to catch up after a partition, beside the bare store. While nothing passes, orders are written in the
 * other region, and their keys are owed; then couriers bring them. What matters is what is owed when the link is whole again, so the
 * writes come as fast as they go, and not at the rate of the partition that is imitated. As many bare conditional updates as there
 * were writes are the measure: both go on in alternating slices of one run, with as many connections.
 *
 * <p>Arguments, all optional: {@code writes=300000 orders=300000 batch=100 couriers=2 connections=50 slices=20}; with fewer orders
 * than writes, orders are written again and again, and one key owed stands for many writes.
 */
public final class CatchUpBench {
    private static final int FORWARD_BATCH = 1_000;
    private static final int PART = 5_000;

    private final int writes;
    private final int orders;
    private final int batch;
    private final int couriers;
    private final int connections;
    private final int slices;

    private CatchUpBench(Arguments arguments) {
        this.writes = arguments.number("writes", 300_000);
        this.orders = arguments.number("orders", writes);
        this.batch = arguments.number("batch", 100);
        this.couriers = arguments.number("couriers", 2);
        this.connections = arguments.number("connections", 50);
        this.slices = arguments.number("slices", 20);
        if (orders < 1 || writes % orders != 0) {
            throw new IllegalArgumentException("every order is written as often as any other: writes=" + writes
                    + " is no multiple of orders=" + orders);
        }
    }

    /** Runs the benchmark; needs {@code -Drejoin.dynamodbLocal=FOLDER}. */
    public static void main(String[] args) {
        if (!new CatchUpBench(new Arguments(args)).run(Arguments.engineOrExit())) {
            System.exit(1);
        }
    }

    private boolean run(Path folder) {
        try (LocalEngine engine = LocalEngine.start(folder, 0);
                BenchTable from = new BenchTable(engine.endpoint(), "eu-west-1", connections);
                BenchTable to = new BenchTable(engine.endpoint(), "us-east-1", connections);
                BenchTable bare = new BenchTable(engine.endpoint(), "sa-east-1", connections)) {
            CatchUp regions = new CatchUp(from, to, couriers);
            Writes.insert(bare, orders);
            written(from, regions, (first, end) -> Writes.insert(from, first, end));
            regions.deliver(batch, Integer.MAX_VALUE);
            regions.cut(true);
            double partition = Timing.seconds(() -> {
                for (int round = 1; round <= writes / orders; round++) {
                    int times = round;
                    written(from, regions, (first, end) -> Writes.update(from, first, end, times));
                }
            });
            regions.cut(false);
            measure(regions, bare, partition);
            boolean equal = from.items().equals(to.items());
            System.out.println(
                    equal ? "all orders are equal in both regions" : "REGIONS DIFFER after everything was delivered");
            return equal;
        }
    }

    /** Writes every order once and forwards it, a part at a time. */
    private void written(BenchTable from, CatchUp regions, BiConsumer<Integer, Integer> write) {
        for (int first = 0; first < orders; first += PART) {
            int end = Math.min(orders, first + PART);
            write.accept(first, end);
            regions.forward(from, end - first, FORWARD_BATCH);
        }
    }

    private void measure(CatchUp regions, BenchTable bare, double partition) {
        int owed = regions.owed();
        Side catchUp = new Side();
        Side alone = new Side();
        for (Runnable bareSlice : bareSlices(bare)) {
            alone.run(bareSlice);
            catchUp.run(() -> regions.deliver(batch, (owed + slices - 1) / slices));
        }
        System.out.printf(
                Locale.ROOT,
                "%d updates of %d orders in %.0f s while the link was cut, %d keys owed%n",
                writes,
                orders,
                partition,
                owed);
        tell("caught up", catchUp, owed);
        tell("as many bare conditional updates", alone, writes);
        System.out.printf(
                Locale.ROOT,
                "time, bare : caught up %.2f; rate, keys : bare %.2f; CPU, bare : key %.2f%n",
                alone.seconds / catchUp.seconds,
                owed / catchUp.seconds / (writes / alone.seconds),
                alone.cpuSeconds / writes / (catchUp.cpuSeconds / owed));
    }

    private static void tell(String what, Side side, int count) {
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f s, %.0f/s, %.2f ms of CPU each, of both processes%n",
                what,
                side.seconds,
                count / side.seconds,
                side.cpuSeconds * 1_000 / count);
    }

    /** What one side took: time, and CPU of this process and of the engine's, which other work on the machine changes less. */
    private static final class Side {
        private double seconds;
        private double cpuSeconds;

        void run(Runnable work) {
            double before = cpuSeconds();
            seconds += Timing.seconds(work);
            cpuSeconds += cpuSeconds() - before;
        }

        private static double cpuSeconds() {
            return Stream.concat(
                            Stream.of(ProcessHandle.current()),
                            ProcessHandle.current().descendants())
                    .flatMap(process -> process.info().totalCpuDuration().stream())
                    .mapToDouble(time -> time.toNanos() / 1e9)
                    .sum();
        }
    }

    /** As many slices of as many bare updates each, as there are slices of what is owed. */
    private List<Runnable> bareSlices(BenchTable bare) {
        List<Runnable> all = new ArrayList<>();
        int size = (writes + slices - 1) / slices;
        for (int slice = 0; slice < slices; slice++) {
            int first = slice * size;
            int end = Math.min(writes, first + size);
            all.add(() -> Writes.conditionalUpdates(bare, first, end, orders));
        }
        return all;
    }
}
