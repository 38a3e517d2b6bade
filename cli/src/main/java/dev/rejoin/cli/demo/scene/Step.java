package dev.rejoin.cli.demo.scene;

/** One thing that Rejoin does, shown and checked. */
public interface Step {
    /** What it shows, in one line. */
    String title();

    /** Plays it: writes, waits, shows, claims. */
    void play(Scene scene) throws InterruptedException;
}
