package dev.rejoin.cli.chaos;

import dev.rejoin.cli.chaos.fault.Fault;
import dev.rejoin.cli.chaos.run.ChaosListener;
import dev.rejoin.cli.chaos.run.ChaosSetup;
import dev.rejoin.cli.chaos.run.Sample;
import dev.rejoin.cli.output.Screen;
import dev.rejoin.cli.output.Show;
import dev.rejoin.cli.output.Style;
import java.time.Duration;
import java.util.Locale;

/** Tells each fault as it comes, and how things stand: in a last line that changes, or now and then in a line of its own. */
final class ChaosProgress implements ChaosListener {
    private static final Duration NOW_AND_THEN = Duration.ofSeconds(10);
    private static final int MINUTE = 60;

    private final Screen screen;
    private final ChaosSetup setup;
    private Duration told = Duration.ZERO;
    private String last = "";

    ChaosProgress(Screen screen, ChaosSetup setup) {
        this.screen = screen;
        this.setup = setup;
    }

    @Override
    public synchronized void happened(Fault fault) {
        String much = fault.howMuch().isEmpty() ? "" : ", " + fault.howMuch();
        line(time(fault.at()) + "  " + fault.where() + ": " + fault.kind().text() + much + "; "
                + Show.seconds(fault.length()));
    }

    @Override
    public synchronized void sampled(Sample sample) {
        int backlog =
                sample.backlog().values().stream().mapToInt(Integer::intValue).sum();
        last = String.format(
                Locale.ROOT,
                "%s of %s  %.0f writes/s, lag p99 %s, backlog %d, %d of %d regions answer",
                time(sample.at()),
                time(setup.length()),
                sample.acknowledged() / sample.seconds(),
                sample.lags() == 0 ? "-" : Show.millis(sample.lagP99()),
                backlog,
                sample.backlog().size(),
                setup.regions().size());
        if (screen.isLive()) {
            screen.overwrite(screen.styled(Style.DIM, last));
        } else if (sample.at().minus(told).compareTo(NOW_AND_THEN) >= 0) {
            told = sample.at();
            screen.line(last);
        }
    }

    @Override
    public synchronized void healing() {
        line("No more writes and no more faults: waiting until nothing is under way ...");
    }

    @Override
    public synchronized void auditing() {
        last = "";
        line("Comparing the regions, and the streams with what writers were told ...");
    }

    /** A line above the one that changes. */
    private void line(String text) {
        if (screen.isLive()) {
            screen.overwrite("");
            screen.line(text);
            screen.overwrite(screen.styled(Style.DIM, last));
        } else {
            screen.line(text);
        }
    }

    private static String time(Duration time) {
        return String.format(Locale.ROOT, "%02d:%02d", time.toSeconds() / MINUTE, time.toSeconds() % MINUTE);
    }
}
