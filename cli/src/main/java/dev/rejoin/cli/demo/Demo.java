package dev.rejoin.cli.demo;

import dev.rejoin.cli.demo.scene.Scene;
import dev.rejoin.cli.demo.scene.Stage;
import dev.rejoin.cli.demo.scene.StepReport;
import dev.rejoin.cli.demo.scene.Story;
import dev.rejoin.cli.demo.step.Steps;
import dev.rejoin.cli.local.region.LocalCluster;
import dev.rejoin.cli.output.Screen;
import dev.rejoin.cli.output.Style;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Plays the scene on a cluster and compares what all regions hold in the end. */
final class Demo {
    private final LocalCluster cluster;
    private final Screen screen;
    private final long seed;

    Demo(LocalCluster cluster, Screen screen, long seed) {
        this.cluster = cluster;
        this.screen = screen;
        this.seed = seed;
    }

    DemoReport play() throws InterruptedException {
        return play(() -> {});
    }

    /** @param beforeComparison what a test does to see that a difference is found */
    DemoReport play(Runnable beforeComparison) throws InterruptedException {
        long began = System.nanoTime();
        Story story = new Story(screen, cluster.setup().regions());
        Scene scene = new Scene(cluster, story, new Random(seed));
        Stage stage = new Stage(scene);
        screen.line(screen.styled(Style.DIM, "Warming up ..."));
        stage.warmUp();
        List<StepReport> steps = stage.play(Steps.all());
        beforeComparison.run();
        Comparison comparison = Comparison.of(cluster);
        Figures figures = Figures.of(cluster, steps);
        return new DemoReport(seed, steps, comparison, figures, Duration.ofNanos(System.nanoTime() - began));
    }
}
