package dev.rejoin.cli.conflicts;

import dev.rejoin.aws.journal.JournalEntry;
import dev.rejoin.aws.journal.KnownValue;
import dev.rejoin.cli.operate.KeyText;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.item.Value;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The part of a command line that says what shall stand. */
final class Choice {
    @Option(names = "--pick", paramLabel = "SIDE", required = true, description = "winner or loser.")
    private @Nullable Pick pick;

    @Option(
            names = "--value",
            paramLabel = "JSON",
            required = true,
            description = "Another value, in DynamoDB's JSON: '{\"S\": \"paid\"}'.")
    private @Nullable String value;

    Choice() {}

    /** One of the two writes. */
    enum Pick {
        winner,
        loser
    }

    /**
     * What shall stand.
     *
     * @param name in a word
     * @param value null if the attribute shall go
     */
    record Chosen(String name, @Nullable Value value) {}

    /** @throws picocli.CommandLine.ParameterException if the journal does not have the value, or it is none */
    Chosen of(TableOptions options, JournalEntry entry) {
        if (value != null) {
            try {
                return new Chosen("value", KeyText.value(value));
            } catch (IllegalArgumentException e) {
                throw options.wrong("--value: " + e.getMessage());
            }
        }
        boolean winner = pick == Pick.winner;
        KnownValue known = (winner ? entry.winner() : entry.loser()).value();
        return new Chosen(winner ? "winner" : "loser", value(options, known));
    }

    private static @Nullable Value value(TableOptions options, KnownValue known) {
        if (known instanceof KnownValue.Shown shown) {
            return shown.value();
        } else if (known instanceof KnownValue.Sealed) {
            throw options.wrong("that value is kept encrypted: add --decrypt, or give --value");
        } else if (known instanceof KnownValue.Hashed) {
            throw options.wrong("only the hash of that value was kept: give --value");
        } else if (known == KnownValue.Nothing.REMOVED) {
            return null;
        }
        throw options.wrong(
                known == KnownValue.Nothing.DELETED
                        ? "the winner is a delete of the item; to let it stand there is nothing to do"
                        : "no region's journal knows that value: give --value");
    }
}
