package dev.rejoin.cli.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A thread for each segment of each region, so that all tables are read side by side. */
final class SegmentThreads {
    private SegmentThreads() {}

    /** What is done with one segment. */
    interface Work {
        void on(int region, int segment) throws IOException, InterruptedException;
    }

    /** Returns when all are done; if one fails, the others are broken off and its exception is thrown. */
    static void run(int regions, int segments, Work work) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(regions * segments, task -> {
            Thread thread = new Thread(task, "scan");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int region = 0; region < regions; region++) {
                for (int segment = 0; segment < segments; segment++) {
                    all.add(threads.submit(task(work, region, segment)));
                }
            }
            for (Future<Boolean> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<Boolean> task(Work work, int region, int segment) {
        return () -> {
            work.on(region, segment);
            return true;
        };
    }
}
