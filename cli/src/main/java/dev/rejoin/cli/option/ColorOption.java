package dev.rejoin.cli.option;

import dev.rejoin.cli.output.Screen;
import picocli.CommandLine.Option;

/** {@code --no-color}. */
public final class ColorOption {
    @Option(names = "--no-color", description = "No colours, also on a terminal. NO_COLOR=1 does the same.")
    private boolean noColor;

    /** Made by the command line's parser. */
    public ColorOption() {}

    /** Standard output; coloured on a terminal, unless the user says no. */
    public Screen screen() {
        return Screen.of(System.out, !noColor);
    }
}
