package dev.rejoin.cli.output;

import java.util.List;

/** Tables without colours, for results that may go to a file. */
public final class Lines {
    private Lines() {}

    /** A line for each row. */
    public static List<String> of(TextTable table) {
        return table.lines(Screen.none());
    }
}
