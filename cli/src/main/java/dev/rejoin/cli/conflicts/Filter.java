package dev.rejoin.cli.conflicts;

import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.journal.JournalEntry;
import dev.rejoin.cli.operate.KeyText;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.cli.operate.TimeText;
import dev.rejoin.item.ItemKey;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The part of a command line that says which conflicts. */
final class Filter {
    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "Of this item: the text of its key, or the key in DynamoDB's JSON.")
    private @Nullable String key;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "The later write was at this time or after: 2026-11-25T04:00:00Z, 2026-11-25, or 2h (ago).")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "The later write was before this time.")
    private @Nullable String until;

    @Option(names = "--writer", paramLabel = "R", description = "One of the two writes was made in this region.")
    private @Nullable String writer;

    @Option(names = "--policy", paramLabel = "NAME", description = "Settled by this policy: lww, counter, ...")
    private @Nullable String policy;

    @Option(names = "--attribute", paramLabel = "NAME", description = "Of this attribute.")
    private @Nullable String attribute;

    @Option(names = "--unresolved", description = "Only those that nobody resolved yet.")
    private boolean unresolved;

    Filter() {}

    /**
     * The item, if only one is meant.
     *
     * @throws picocli.CommandLine.ParameterException if the table has no such key
     */
    Optional<ItemKey> item(TableOptions options, ReplicatedTable table) {
        try {
            return Optional.ofNullable(key).map(text -> KeyText.key(table, text));
        } catch (IllegalArgumentException e) {
            throw options.wrong("--key: " + e.getMessage());
        }
    }

    /**
     * Whether an entry is meant.
     *
     * @throws picocli.CommandLine.ParameterException if a time cannot be read
     */
    Predicate<JournalEntry> test(TableOptions options) {
        long from = millis(options, "--since", since, Long.MIN_VALUE);
        long to = millis(options, "--until", until, Long.MAX_VALUE);
        return entry -> entry.millis() >= from
                && entry.millis() < to
                && (writer == null || isOf(entry, writer))
                && (policy == null || policy.equals(entry.policy()))
                && (attribute == null || attribute.equals(entry.attribute()))
                && !(unresolved && entry.resolution().isPresent());
    }

    private static boolean isOf(JournalEntry entry, String region) {
        return entry.loser().dot().actor().name().equals(region)
                || entry.winner().dot().actor().name().equals(region);
    }

    private static long millis(TableOptions options, String option, @Nullable String text, long otherwise) {
        try {
            return text == null ? otherwise : TimeText.millis(text, System.currentTimeMillis());
        } catch (IllegalArgumentException e) {
            throw options.wrong(option + ": " + e.getMessage());
        }
    }
}
