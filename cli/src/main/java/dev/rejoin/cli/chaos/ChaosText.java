package dev.rejoin.cli.chaos;

import dev.rejoin.cli.chaos.audit.Promise;
import dev.rejoin.cli.chaos.run.ChaosResult;
import dev.rejoin.cli.output.Screen;
import dev.rejoin.cli.output.Show;
import dev.rejoin.cli.output.Style;
import java.util.List;

/** The end of a run, in a few lines. */
final class ChaosText {
    private static final int MOST_BROKEN = 5;

    private final Screen screen;

    ChaosText(Screen screen) {
        this.screen = screen;
    }

    void show(ChaosResult result, String again) {
        screen.blank();
        for (Promise promise : result.findings().promises()) {
            String mark = promise.held() ? screen.styled(Style.GOOD, "ok     ") : screen.styled(Style.BAD, "BROKEN ");
            screen.line(mark + promise.text());
            screen.line("       " + screen.styled(Style.DIM, promise.seen()));
            List<String> broken = promise.broken();
            broken.stream().limit(MOST_BROKEN).forEach(it -> screen.line("       " + screen.styled(Style.WARN, it)));
        }
        ChaosResult.Writes writes = result.writes();
        screen.blank();
        screen.line(Show.seconds(result.ran()) + (result.stopped() ? " (stopped early), " : ", ")
                + Show.count(result.faults().size(), "fault") + ", "
                + Show.count(writes.all(), "plain write") + " (" + writes.refused() + " refused, " + writes.unknown()
                + " of unknown outcome), " + Show.count(result.findings().conflicts(), "conflict"));
        screen.line("lag p50 " + Show.millis(result.lags().p50()) + ", p99 "
                + Show.millis(result.lags().p99()) + ", max "
                + Show.millis(result.lags().max()) + "; at rest " + Show.seconds(result.toRest())
                + " after the last fault");
        screen.line(
                result.held()
                        ? screen.styled(Style.GOOD, "Every promise was kept.")
                        : screen.styled(Style.BAD, "A promise was broken.") + " The same faults once more: " + again);
    }
}
