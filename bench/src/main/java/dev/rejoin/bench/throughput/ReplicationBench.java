package dev.rejoin.bench.throughput;

import dev.rejoin.bench.run.Arguments;
import dev.rejoin.bench.run.Timing;
import dev.rejoin.bench.table.Table;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.testkit.engine.LocalEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Plain updates through capture, fold and apply on DynamoDB Local, beside bare conditional writes by the SDK, in alternating
 * rounds of one run. Both sides use as many connections; the table's figures are of the same machine in the same minute, so the
 * ratios mean something where the rates do not.
 *
 * <p>Arguments, all optional: {@code updates=2000 rounds=7 batch=500 connections=50}.
 */
public final class ReplicationBench {
    private static final int WARM_UP_ROUNDS = 3;

    private final int updates;
    private final int rounds;
    private final int batch;
    private final int connections;

    private ReplicationBench(Arguments arguments) {
        this.updates = arguments.number("updates", 2_000);
        this.rounds = arguments.number("rounds", 7);
        this.batch = arguments.number("batch", 500);
        this.connections = arguments.number("connections", 50);
    }

    /** Rates of one round, in updates and in writes per second. */
    private record Round(double replicated, double bare, double pipelineWrites) {
        double perUpdate() {
            return replicated / bare;
        }

        double perWrite() {
            return pipelineWrites / bare;
        }
    }

    /** Runs the benchmark; needs {@code -Drejoin.dynamodbLocal=FOLDER}. */
    public static void main(String[] args) {
        new ReplicationBench(new Arguments(args)).run(Arguments.engineOrExit());
    }

    private void run(Path folder) {
        System.out.printf(
                "%d updates of %d items a round, batches of %d, %d connections a region, %d rounds after %d to warm up%n%n",
                updates, updates, batch, connections, rounds, WARM_UP_ROUNDS);
        try (LocalEngine engine = LocalEngine.start(folder, 0);
                BenchTable from = new BenchTable(engine.endpoint(), "eu-west-1", connections);
                BenchTable to = new BenchTable(engine.endpoint(), "us-east-1", connections);
                BenchTable bare = new BenchTable(engine.endpoint(), "sa-east-1", connections)) {
            Pipeline pipeline = new Pipeline(from, to);
            Writes.insert(from, updates);
            Writes.insert(bare, updates);
            pipeline.run(from.records(updates), batch);
            print(rounds(from, bare, pipeline), pipeline);
        }
    }

    private List<Round> rounds(BenchTable from, BenchTable bare, Pipeline pipeline) {
        List<Round> measured = new ArrayList<>();
        for (int round = 1; round <= WARM_UP_ROUNDS + rounds; round++) {
            Writes.update(from, updates, round);
            List<StreamRecord> records = from.records(updates);
            // Whoever goes first in one round goes second in the next.
            double bareFirst = round % 2 == 0 ? bareSeconds(bare, round) : 0;
            long writes = pipeline.writes();
            double seconds = Timing.seconds(() -> pipeline.run(records, batch));
            double bareSeconds = round % 2 == 0 ? bareFirst : bareSeconds(bare, round);
            if (round > WARM_UP_ROUNDS) {
                measured.add(
                        new Round(updates / seconds, updates / bareSeconds, (pipeline.writes() - writes) / seconds));
            }
        }
        return measured;
    }

    private double bareSeconds(BenchTable bare, int round) {
        return Timing.seconds(() -> Writes.conditionalUpdate(bare, updates, round));
    }

    private static void print(List<Round> rounds, Pipeline pipeline) {
        Table table = new Table().row("round", "replicated/s", "bare writes/s", "updates : writes", "writes : writes");
        for (int i = 0; i < rounds.size(); i++) {
            Round round = rounds.get(i);
            table.row(
                    i + 1, rate(round.replicated), rate(round.bare), ratio(round.perUpdate()), ratio(round.perWrite()));
        }
        table.row(
                "median",
                rate(median(rounds.stream().map(Round::replicated).toList())),
                rate(median(rounds.stream().map(Round::bare).toList())),
                ratio(median(rounds.stream().map(Round::perUpdate).toList())),
                ratio(median(rounds.stream().map(Round::perWrite).toList())));
        table.print(System.out);
        System.out.println();
        System.out.println("  updates : writes   replicated updates against as many bare conditional writes");
        System.out.println(
                "  writes : writes    the pipeline's own conditional writes (shadow row here, item at the peer)");
        System.out.println("                     against as many bare ones");
        System.out.println("  keys owed because they could not be delivered at once: " + pipeline.owed());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static String rate(double perSecond) {
        return String.format(Locale.ROOT, "%.0f", perSecond);
    }

    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }
}
