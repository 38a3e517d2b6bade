package dev.rejoin.cli;

import dev.rejoin.cli.operate.AccessProblem;
import dev.rejoin.testkit.engine.EngineException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import software.amazon.awssdk.core.exception.SdkException;

/** How errors are told: one line that says what is wrong and how to mend it, and an exit code. */
final class Errors {
    private Errors() {}

    static int usage(ParameterException error, String[] args) {
        CommandLine command = error.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println("rejoin: " + error.getMessage() + " (" + name + " --help shows all options)");
        return ExitCode.USAGE;
    }

    static int execution(Exception error, CommandLine command, ParseResult parsed) {
        if (isEnding()) {
            // Ctrl-C took away what the command was using; that is no error.
            return ExitCode.OK;
        }
        PrintWriter err = command.getErr();
        String missing = missing(error);
        if (missing != null) {
            err.println("rejoin: " + missing);
            return ExitCode.UNAVAILABLE;
        }
        err.println("rejoin: this is a bug, please report it with what follows");
        error.printStackTrace(err);
        return ExitCode.SOFTWARE;
    }

    /** What is missing, in words; null if that is not the trouble. */
    private static @Nullable String missing(Throwable error) {
        if (error instanceof UnavailableException || error instanceof EngineException) {
            return error.getMessage();
        } else if (error instanceof SdkException problem) {
            return AccessProblem.words(problem);
        }
        return error.getCause() == null || error.getCause() == error ? null : missing(error.getCause());
    }

    /** Whether this process is being ended, by Ctrl-C for instance. */
    static boolean isEnding() {
        Thread probe = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
