package dev.rejoin.cli.outage;

import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.outage.FenceRecord;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** How long a command waits for a sentinel, and what it tells meanwhile. */
final class Waiting {
    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long to wait; 0 for not at all. Default: ${DEFAULT-VALUE}")
    private long seconds;

    Duration patience(TableOptions options) {
        if (seconds < 0) {
            throw options.wrong("--wait must be 0 or more seconds, not " + seconds);
        }
        return Duration.ofSeconds(seconds);
    }

    /** Tells each state that is new, beside the result. */
    Consumer<FenceRecord> progress(TableOptions options) {
        AtomicReference<String> last = new AtomicReference<>("");
        return record -> {
            String state = FenceReport.words(record);
            if (!state.equals(last.getAndSet(state))) {
                options.notes().println(state);
            }
        };
    }
}
