package dev.rejoin.cli.demo.scene;

import dev.rejoin.cli.output.Screen;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar that fills, on a terminal; nothing elsewhere. Gone when closed. */
public final class Progress implements AutoCloseable {
    private final @Nullable ProgressBar bar;

    private Progress(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    static Progress of(Screen screen, String what, long total, Duration refresh) {
        if (!screen.isLive()) {
            return new Progress(null);
        }
        return new Progress(new ProgressBarBuilder()
                .setTaskName(what)
                .setInitialMax(total)
                .setUpdateIntervalMillis((int) refresh.toMillis())
                .setStyle(ProgressBarStyle.ASCII)
                .hideEta()
                .clearDisplayOnFinish()
                .setConsumer(new SameLine(screen))
                .build());
    }

    /** So many more are done. */
    public void step(long n) {
        if (bar != null) {
            bar.stepBy(n);
        }
    }

    /** So many are done in all. */
    public void at(long n) {
        if (bar != null) {
            bar.stepTo(n);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }

    /** Draws over the same line again and again, and leaves it empty. */
    private record SameLine(Screen screen) implements ProgressBarConsumer {
        private static final int WIDTH = 72;

        @Override
        public int getMaxRenderedLength() {
            return WIDTH;
        }

        @Override
        public void accept(String bar) {
            screen.overwrite(bar);
        }

        @Override
        public void clear() {
            screen.overwrite("");
        }

        @Override
        public void close() {}
    }
}
