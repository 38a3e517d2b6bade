package dev.rejoin.cli.verify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.cli.operate.AccessProblem;
import dev.rejoin.cli.operate.OperatedRegion;
import dev.rejoin.cli.operate.OperatedTable;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.verify.Bucket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The part of a command line that says how regions are compared. */
final class CompareOptions {
    private static final int MOST_SEGMENTS = 64;
    private static final int MOST_LOOKS = 20;

    @Option(
            names = "--segments",
            paramLabel = "N",
            defaultValue = "4",
            description = "How many scans of a region run side by side, 1 to 64. Default: ${DEFAULT-VALUE}")
    private int segments;

    @Option(
            names = "--max-rcu",
            paramLabel = "N",
            defaultValue = "0",
            description = "Read capacity units a second that the scans may take in each region; no limit if not given.")
    private double maxRcu;

    @Option(
            names = "--counters",
            paramLabel = "A",
            split = ",",
            description = "Attributes that count; as the stack's Counters.")
    private List<String> counters = new ArrayList<>();

    @Option(
            names = "--looks",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "How often a key is looked at before it is called different, 2 to 20. Default: ${DEFAULT-VALUE}")
    private int looks;

    @Option(
            names = "--wait-ms",
            paramLabel = "MS",
            defaultValue = "1000",
            description = "Between the first two looks; each wait is twice the one before. Default: ${DEFAULT-VALUE}")
    private long waitMillis;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description = "Keep in this file how far the scans got, and go on there if it exists.")
    private @Nullable Path state;

    MergePolicy policy() {
        return MergePolicy.counting(counters);
    }

    Duration wait(TableOptions table) {
        if (waitMillis < 1 || waitMillis > 60_000) {
            throw table.wrong("--wait-ms must be 1 to 60000, not " + waitMillis);
        }
        return Duration.ofMillis(waitMillis);
    }

    /** Compares the regions, with a progress bar if a person looks. */
    Comparison compare(TableOptions table, OperatedTable opened) throws IOException, InterruptedException {
        long items = items(opened);
        try (ProgressBar bar = bar(table, items * opened.regions().size())) {
            return comparing(table, opened, items, bar).run();
        }
    }

    /** What compares single keys as {@link #compare} does. */
    Comparing comparing(TableOptions table, OperatedTable opened) throws IOException {
        return comparing(table, opened, 0, null);
    }

    private Comparing comparing(TableOptions table, OperatedTable opened, long items, @Nullable ProgressBar bar)
            throws IOException {
        Comparing.Settings settings = settings(table, Bucket.leafBits(items));
        try {
            return new Comparing(
                    opened.regions(),
                    policy(),
                    settings,
                    ScanState.load(state, description(opened, settings)),
                    read -> {
                        if (bar != null) {
                            bar.stepBy(read);
                        }
                    });
        } catch (IllegalArgumentException e) {
            throw table.wrong(String.valueOf(e.getMessage()));
        }
    }

    private Comparing.Settings settings(TableOptions table, int leafBits) {
        if (segments < 1 || segments > MOST_SEGMENTS) {
            throw table.wrong("--segments must be 1 to 64, not " + segments);
        } else if (looks < 2 || looks > MOST_LOOKS) {
            throw table.wrong("--looks must be 2 to 20, not " + looks);
        } else if (maxRcu < 0) {
            throw table.wrong("--max-rcu must be positive, not " + maxRcu);
        }
        return new Comparing.Settings(segments, maxRcu, leafBits, looks, wait(table));
    }

    private ObjectNode description(OperatedTable opened, Comparing.Settings settings) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        for (OperatedRegion region : opened.regions()) {
            node.withArray("tables").add(region.actor() + "=" + region.table().name());
        }
        counters.stream().sorted().forEach(node.withArray("counters")::add);
        return node.put("leafBits", settings.leafBits()).put("segments", settings.segments());
    }

    /** As the regions tell, which may be hours old. */
    private static long items(OperatedTable opened) {
        return opened.regions().stream()
                .mapToLong(region -> AccessProblem.await(
                                "table " + region.table().name() + " in " + region.actor(),
                                region.client()
                                        .describeTable(describe -> describe.tableName(
                                                region.table().name())))
                        .table()
                        .itemCount())
                .max()
                .orElse(0);
    }

    private static @Nullable ProgressBar bar(TableOptions table, long items) {
        return table.isJson() || !CommandLine.Help.Ansi.AUTO.enabled()
                ? null
                : new ProgressBarBuilder()
                        .setTaskName("items")
                        .setInitialMax(Math.max(items, 1))
                        .showSpeed()
                        .build();
    }
}
