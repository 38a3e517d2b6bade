package dev.rejoin.cli.local.source;

import java.time.Duration;

/** Lets invocations through, or holds them all back. */
final class Gate {
    private int inside;
    private int holds;

    synchronized void enter() throws InterruptedException {
        while (holds > 0) {
            wait();
        }
        inside++;
    }

    synchronized void leave() {
        inside--;
        notifyAll();
    }

    /** Lets nobody in any more, and waits for those inside. Returns whether all left in time. */
    synchronized boolean close(Duration patience) throws InterruptedException {
        holds++;
        long deadline = System.nanoTime() + patience.toNanos();
        long left = patience.toNanos();
        while (inside > 0 && left > 0) {
            wait(left / 1_000_000 + 1);
            left = deadline - System.nanoTime();
        }
        return inside == 0;
    }

    synchronized void open() {
        holds--;
        notifyAll();
    }
}
