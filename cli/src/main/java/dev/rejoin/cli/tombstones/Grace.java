package dev.rejoin.cli.tombstones;

import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.cli.operate.TimeText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The part of a command line that says for how long a key must have been dead everywhere. */
final class Grace {
    /** How long {@code template.yaml} has a hint queue keep what is owed. */
    private static final int HINT_DAYS = 14;

    /** The bounds of {@code FailureRetentionDays} in {@code template.yaml}. */
    private static final int LEAST_FAILURE_DAYS = 7;

    private static final int MOST_FAILURE_DAYS = 3_650;

    /** How old a backup can be that is restored to a point in time. */
    private static final int BACKUP_DAYS = 35;

    @Option(
            names = "--grace",
            paramLabel = "D",
            description =
                    "How long a key must have been dead everywhere, as 35d: longer than hints and failed batches are kept, and"
                            + " than the age of any backup that may be restored. Default: 35d, or a day more than"
                            + " --failure-days if that is longer.")
    private @Nullable String grace;

    @Option(
            names = "--failure-days",
            paramLabel = "N",
            defaultValue = "90",
            description = "The stacks' FailureRetentionDays, the greatest of all regions. Default: ${DEFAULT-VALUE}")
    private int failureDays;

    /** @throws picocli.CommandLine.ParameterException if it is none, or too short */
    Duration duration(TableOptions table) {
        if (failureDays < LEAST_FAILURE_DAYS || failureDays > MOST_FAILURE_DAYS) {
            throw table.wrong("--failure-days must be " + LEAST_FAILURE_DAYS + " to " + MOST_FAILURE_DAYS + ", not "
                    + failureDays);
        }
        Duration least = Duration.ofDays(Math.max(HINT_DAYS, failureDays) + 1);
        Duration chosen = grace == null ? longer(least, Duration.ofDays(BACKUP_DAYS)) : parsed(table, grace);
        if (chosen.compareTo(least) < 0) {
            throw table.wrong("--grace must be " + least.toDays() + "d or more, not " + grace + ": " + why());
        }
        return chosen;
    }

    private String why() {
        return failureDays <= HINT_DAYS
                ? "a hint may wait in its queue for " + HINT_DAYS + " days"
                : "a failed batch may wait in the failure bucket for " + failureDays
                        + " days (FailureRetentionDays; say with --failure-days if all stacks have fewer)";
    }

    private static Duration parsed(TableOptions table, String text) {
        try {
            return TimeText.duration(text);
        } catch (IllegalArgumentException e) {
            throw table.wrong("--grace: " + e.getMessage());
        }
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
