package dev.rejoin.cli;

import dev.rejoin.cli.output.Screen;
import picocli.CommandLine;

/** Where a command's lines go. */
public record Terminal(Screen screen) {
    /** The command's standard output; coloured on a terminal, unless the user says no. */
    public static Terminal of(CommandLine command, boolean noColor) {
        return new Terminal(Screen.of(System.out, !noColor));
    }
}
