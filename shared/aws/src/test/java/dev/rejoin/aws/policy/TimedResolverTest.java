package dev.rejoin.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.ConflictResolver;
import dev.rejoin.policy.ConflictResolver.Candidate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deadlines here pass when the resolver is known to hang, not after some time. */
class TimedResolverTest {
    private static final String STUCK = "stuck";
    private static final Dot DOT = new Dot(1, new Actor("eu-west-1"));

    private final Semaphore hanging = new Semaphore(0);
    private final CountDownLatch end = new CountDownLatch(1);
    private final Hanging own = new Hanging();
    private final TimedResolver timed = new TimedResolver(own, this::untilItHangs);

    @AfterEach
    void letGo() {
        end.countDown();
    }

    /** The older of two; of the item of that key it finds no end, and does not hear of interrupts. */
    private final class Hanging implements ConflictResolver {
        final AtomicInteger calls = new AtomicInteger();
        final CountDownLatch interrupted = new CountDownLatch(1);

        @Override
        public String name() {
            return "hanging";
        }

        @Override
        public Value resolve(ItemKey key, String attribute, Candidate older, Candidate newer) {
            calls.incrementAndGet();
            if (key.equals(ItemKey.of("pk", STUCK))) {
                hanging.release();
                hang();
            }
            return older.value();
        }

        private void hang() {
            while (true) {
                try {
                    end.await();
                    return;
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            }
        }
    }

    /** Whoever asks is either answered or hears that the resolver hangs; only one asks at a time. */
    private Value untilItHangs(Future<Value> answer) throws InterruptedException, ExecutionException, TimeoutException {
        while (!answer.isDone()) {
            if (hanging.tryAcquire()) {
                throw new TimeoutException();
            }
            Thread.onSpinWait();
        }
        return answer.get();
    }

    private static Candidate text(String text) {
        return new Candidate(DOT, new Value.S(text));
    }

    private static Value ask(ConflictResolver resolver, String key) {
        return resolver.resolve(ItemKey.of("pk", key), "note", text("older"), text("newer"));
    }

    private void hang() {
        assertThatThrownBy(() -> ask(timed, STUCK))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("resolver 'hanging' did not answer in time");
    }

    @Test
    void whatItAnswersIsTheAnswer() {
        assertThat(timed.name()).isEqualTo("hanging");
        assertThat(ask(timed, "a")).isEqualTo(new Value.S("older"));
        assertThat(timed.resolve(ItemKey.of("pk", "a"), "note", new Candidate(DOT, null), text("newer")))
                .isNull();
    }

    @Test
    void oneThatHangsIsInterruptedAndOthersAreAnswered() throws InterruptedException {
        hang();
        own.interrupted.await();
        assertThat(ask(timed, "a")).isEqualTo(new Value.S("older"));
    }

    @Test
    void whileAllItsThreadsAreStuckNobodyIsAsked() {
        for (int i = 0; i < TimedResolver.MOST_THREADS; i++) {
            hang();
        }
        int calls = own.calls.get();
        assertThatThrownBy(() -> ask(timed, "a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("all 4 threads of resolver 'hanging' are stuck");
        assertThat(own.calls).hasValue(calls);
    }

    @Test
    void threadsThatComeBackAreOfUseAgain() {
        for (int i = 0; i < TimedResolver.MOST_THREADS; i++) {
            hang();
        }
        end.countDown();
        Value answer = null;
        while (answer == null) {
            try {
                answer = ask(timed, "a");
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("are stuck");
                Thread.onSpinWait();
            }
        }
        assertThat(answer).isEqualTo(new Value.S("older"));
    }

    /** However many ask at once: more threads than these are never lost. */
    @Test
    void whoWaitsForAThreadAndIsGivenUpIsNeverAsked() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        TimedResolver shared = new TimedResolver(own, answer -> {
            over.await();
            throw new TimeoutException();
        });
        List<CompletableFuture<Boolean>> askers = new ArrayList<>();
        for (int i = 0; i < TimedResolver.MOST_THREADS + 3; i++) {
            CompletableFuture<Boolean> failed = new CompletableFuture<>();
            Thread asker = new Thread(() -> failed.complete(fails(shared)), "asker");
            asker.setDaemon(true);
            asker.start();
            askers.add(failed);
        }
        hanging.acquire(TimedResolver.MOST_THREADS);
        over.countDown();
        assertThat(askers).allSatisfy(failed -> assertThat(failed.join()).isTrue());
        assertThat(own.calls).hasValue(TimedResolver.MOST_THREADS);
    }

    private static boolean fails(ConflictResolver resolver) {
        try {
            ask(resolver, STUCK);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    @Test
    void whatItThrowsIsThrown() {
        IllegalStateException trouble = new IllegalStateException("no idea");
        assertThatThrownBy(() -> ask(new TimedResolver(throwing(trouble), Duration.ofMinutes(1)), "a"))
                .isSameAs(trouble);
        StackOverflowError deep = new StackOverflowError();
        assertThatThrownBy(() -> ask(new TimedResolver(throwing(deep), Duration.ofMinutes(1)), "a"))
                .isSameAs(deep);
    }

    private static ConflictResolver throwing(Throwable trouble) {
        return new ConflictResolver() {
            @Override
            public String name() {
                return "throwing";
            }

            @Override
            public Value resolve(ItemKey key, String attribute, Candidate older, Candidate newer) {
                if (trouble instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) trouble;
            }
        };
    }

    @Test
    void anInterruptOfWhoAsksIsKeptForLater() {
        Thread.currentThread().interrupt();
        assertThat(ask(new TimedResolver(own, Duration.ofMinutes(1)), "a")).isEqualTo(new Value.S("older"));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aDeadlinePasses() {
        ConflictResolver shortly =
                TimedResolver.all(List.of(own), Duration.ofMillis(1)).get(0);
        assertThatThrownBy(() -> ask(shortly, STUCK)).hasMessage("resolver 'hanging' did not answer in time");
    }
}
