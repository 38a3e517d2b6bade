package dev.rejoin.cli.conflicts;

import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.cli.output.Show;

/** What a person should know beside a result. */
final class Notes {
    private Notes() {}

    static void unreadable(TableOptions options, long rows) {
        if (rows > 0) {
            options.notes()
                    .println(Show.count(rows, "row of the journals is", "rows of the journals are")
                            + " of a newer release or not Rejoin's, and left out");
        }
    }
}
