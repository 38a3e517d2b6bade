package dev.rejoin.cli.conflicts;

import dev.rejoin.aws.journal.JournalEntry;
import dev.rejoin.cli.operate.TableOptions;

/** A conflict that a command line names. */
final class Named {
    private Named() {}

    /** @throws picocli.CommandLine.ParameterException if there is none of that name */
    static JournalEntry find(Journals journals, TableOptions options, String id) {
        try {
            return journals.byId(id)
                    .orElseThrow(() -> options.wrong("no region's journal has a conflict " + id
                            + "; see rejoin conflicts list, and whether --regions names all regions"));
        } catch (IllegalArgumentException e) {
            throw options.wrong(String.valueOf(e.getMessage()));
        }
    }
}
