package dev.rejoin.bench.throughput;

import dev.rejoin.testkit.engine.LocalEngine;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How long a region takes to catch up after a partition, beside the bare store. While nothing passes, items are updated at a
 * steady rate, each once, and owed to the peer; then the courier brings them. The same number of bare conditional updates, with as
 * many connections, is the measure.
 *
 * <p>Arguments, all optional: {@code rate=500 seconds=20 batch=100 connections=50}.
 */
public final class CatchUpBench {
    private CatchUpBench() {}

    /** Runs the benchmark; needs {@code -Drejoin.dynamodbLocal=FOLDER}. */
    public static void main(String[] args) throws InterruptedException {
        String folder = System.getProperty("rejoin.dynamodbLocal");
        if (folder == null) {
            System.err.println("Name the folder of DynamoDB Local: -Drejoin.dynamodbLocal=FOLDER"
                    + " (./mvnw -pl shared/dynamodb-local generate-resources fills one)");
            System.exit(2);
        }
        int rate = argument(args, "rate", 500);
        int seconds = argument(args, "seconds", 20);
        int batch = argument(args, "batch", 100);
        int connections = argument(args, "connections", 50);
        try (LocalEngine engine = LocalEngine.start(Path.of(folder), 0);
                BenchTable from = new BenchTable(engine.endpoint(), "eu-west-1", connections);
                BenchTable to = new BenchTable(engine.endpoint(), "us-east-1", connections);
                BenchTable bare = new BenchTable(engine.endpoint(), "sa-east-1", connections)) {
            run(from, to, bare, rate, seconds, batch);
        }
    }

    private static int argument(String[] args, String name, int otherwise) {
        for (String arg : args) {
            if (arg.startsWith(name + "=")) {
                return Integer.parseInt(arg.substring(name.length() + 1));
            }
        }
        return otherwise;
    }

    private static void run(BenchTable from, BenchTable to, BenchTable bare, int rate, int seconds, int batch)
            throws InterruptedException {
        int items = rate * seconds;
        CatchUp regions = new CatchUp(from, to);
        Writes.insert(from, items);
        Writes.insert(bare, items);
        regions.forward(from.records(items), batch);
        if (regions.owed() > 0) {
            regions.deliver(batch);
        }
        regions.cut(true);
        long began = System.nanoTime();
        for (int second = 1; second <= seconds; second++) {
            Writes.update(from, (second - 1) * rate, second * rate, 1);
            regions.forward(from.records(rate), batch);
            long left = began + second * 1_000_000_000L - System.nanoTime();
            Thread.sleep(Math.max(0, left / 1_000_000));
        }
        double partition = (System.nanoTime() - began) / 1e9;
        int owed = regions.owed();
        regions.cut(false);
        double catchUp = seconds(() -> regions.deliver(batch));
        double alone = seconds(() -> Writes.conditionalUpdate(bare, items, 1));
        System.out.printf(
                Locale.ROOT,
                "%d updates of as many items in a partition of %.0f s, %d keys owed%n"
                        + "caught up in %.1f s (%.0f keys/s); as many bare conditional updates %.1f s (%.0f/s): %.2f of their speed%n",
                items,
                partition,
                owed,
                catchUp,
                owed / catchUp,
                alone,
                items / alone,
                alone / catchUp);
    }

    private static double seconds(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1e9;
    }
}
