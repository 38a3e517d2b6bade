package dev.rejoin.aws.policy;

import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.ConflictResolver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A table owner's resolver under a deadline: it runs on a thread of its own, and one that does not answer in time has failed. Its
 * thread is interrupted, and lost as long as it does not end nevertheless. While all of a few are lost nobody is asked any more,
 * and every conflict of that resolver fails at once.
 */
public final class TimedResolver implements ConflictResolver {
    /** How long an answer is waited for. */
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(1);

    /** How many threads one resolver has, and can have lost, at a time. */
    public static final int MOST_THREADS = 4;

    private static final Duration IDLE = Duration.ofSeconds(10);

    private final ConflictResolver own;
    private final String name;
    private final Waiting waiting;
    private final ExecutorService threads;
    private final AtomicInteger lost = new AtomicInteger();

    /** How long an answer is waited for. */
    @FunctionalInterface
    interface Waiting {
        /** The answer, or an exception when it was waited for long enough. */
        @Nullable
        Value of(Future<@Nullable Value> answer) throws InterruptedException, ExecutionException, TimeoutException;
    }

    /** @param deadline how long an answer is waited for, the wait for a free thread included; 1 ms or more */
    public TimedResolver(ConflictResolver own, Duration deadline) {
        this(own, answer -> answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS));
    }

    TimedResolver(ConflictResolver own, Waiting waiting) {
        this.own = own;
        this.name = own.name();
        this.waiting = waiting;
        this.threads = threads(name);
    }

    /** Each of them, under a deadline of its own. */
    public static List<ConflictResolver> all(List<ConflictResolver> resolvers, Duration deadline) {
        return resolvers.stream()
                .map(own -> (ConflictResolver) new TimedResolver(own, deadline))
                .toList();
    }

    /** Threads that keep no process alive, and are not kept while nothing conflicts. */
    private static ExecutorService threads(String name) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                MOST_THREADS,
                MOST_THREADS,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                work -> {
                    Thread thread = new Thread(work, "resolver " + name);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    @Override
    public String name() {
        return name;
    }

    /** @throws IllegalStateException if it does not answer in time, or did not too often */
    @Override
    public @Nullable Value resolve(ItemKey key, String attribute, Candidate older, Candidate newer) {
        if (lost.get() >= MOST_THREADS) {
            throw new IllegalStateException("all " + MOST_THREADS + " threads of resolver '" + name + "' are stuck");
        }
        Call call = new Call(() -> own.resolve(key, attribute, older, newer));
        threads.execute(call);
        return call.answer();
    }

    /** One question, and its thread as long as it has one. */
    private final class Call implements Runnable {
        private final FutureTask<@Nullable Value> task;
        private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);

        Call(Callable<@Nullable Value> question) {
            this.task = new FutureTask<>(question);
        }

        @Override
        public void run() {
            state.set(State.RUNNING);
            task.run();
            if (!state.compareAndSet(State.RUNNING, State.OVER)) {
                lost.decrementAndGet();
            }
        }

        /** Whoever asks is interrupted afterwards: a process that is about to end is no reason to merge otherwise. */
        @Nullable
        Value answer() {
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        return waiting.of(task);
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            } catch (TimeoutException e) {
                giveUp();
                throw new IllegalStateException("resolver '" + name + "' did not answer in time", e);
            } catch (ExecutionException e) {
                throw thrown(e);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        /** One that has not begun never will. The thread of one that has is lost until it ends. */
        private void giveUp() {
            task.cancel(true);
            lost.incrementAndGet();
            if (!state.compareAndSet(State.RUNNING, State.LOST)) {
                lost.decrementAndGet();
            }
        }

        private RuntimeException thrown(ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof Error error) {
                throw error;
            }
            return cause instanceof RuntimeException known
                    ? known
                    : new IllegalStateException("resolver '" + name + "' failed", cause);
        }
    }

    /** Of a call. */
    private enum State {
        QUEUED,
        RUNNING,
        OVER,
        /** Given up while it ran. */
        LOST
    }
}
