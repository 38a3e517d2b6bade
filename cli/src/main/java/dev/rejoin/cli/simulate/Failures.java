package dev.rejoin.cli.simulate;

import dev.rejoin.testkit.sim.RunResult;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which lines of a trace tell about a failure. */
final class Failures {
    private static final Pattern KEY = Pattern.compile("key#[0-9a-f]{16}");

    private Failures() {}

    /** The lines of the failing key, and those of no key; all of them if nothing failed or no key is to blame. */
    static List<String> trace(RunResult result) {
        Matcher blamed = KEY.matcher(result.failure() == null ? "" : result.failure());
        if (!blamed.find()) {
            return result.trace();
        }
        String key = blamed.group();
        return result.trace().stream()
                .filter(line -> line.contains(key) || !KEY.matcher(line).find())
                .toList();
    }
}
