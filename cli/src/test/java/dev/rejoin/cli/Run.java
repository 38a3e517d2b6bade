package dev.rejoin.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command wrote and how it ended. */
public record Run(int exitCode, String out, String err) {
    /** Runs the command as a user would. */
    public static Run of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }
}
