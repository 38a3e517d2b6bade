package dev.rejoin.cli.demo.scene;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Plays steps one after the other and reports on each. */
public final class Stage {
    private final Scene scene;

    public Stage(Scene scene) {
        this.scene = scene;
    }

    /** Gets everything into motion, so that the first step shows what the others show. */
    public void warmUp() throws InterruptedException {
        WarmUp.run(scene);
    }

    /** Plays all; a step whose claims fail does not stop the others. */
    public List<StepReport> play(List<Step> steps) throws InterruptedException {
        List<StepReport> reports = new ArrayList<>();
        for (Step step : steps) {
            reports.add(play(reports.size() + 1, step));
        }
        return reports;
    }

    private StepReport play(int number, Step step) throws InterruptedException {
        scene.story().begin(number, step.title());
        long began = System.nanoTime();
        step.play(scene);
        StepReport report = new StepReport(
                number,
                step.title(),
                scene.takeChecks(),
                scene.takeWrites(),
                scene.cluster().lags().take(),
                Duration.ofNanos(System.nanoTime() - began));
        scene.story().end(report);
        return report;
    }
}
