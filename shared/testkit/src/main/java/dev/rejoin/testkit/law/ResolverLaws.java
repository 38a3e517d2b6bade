package dev.rejoin.testkit.law;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridTime;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.ConflictResolver;
import dev.rejoin.policy.ConflictResolver.Candidate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Tries a {@link ConflictResolver}: three concurrent values are merged in every order, again, and repeatedly. The older of two
 * always comes first, as in production, and what they gave is as new as the newer. In a test of your own:
 *
 * <pre>{@code assertThat(ResolverLaws.of(new MyResolver()).check()).isEmpty();}</pre>
 */
public final class ResolverLaws {
    private static final int TRIES = 5_000;
    private static final int REPEATS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final long LOOK_MILLIS = 20;
    private static final List<List<String>> REGIONS = List.of(
            List.of("eu-west-1", "us-east-1", "ap-south-1"),
            List.of("us-east-1", "ap-south-1", "eu-west-1"),
            List.of("ap-south-1", "eu-west-1", "us-east-1"),
            List.of("us-east-1", "us-east-1", "eu-west-1"));

    private final ConflictResolver resolver;
    private final Values values;
    private final ItemKey key;
    private final String attribute;
    private final Duration patience;
    private volatile List<Candidate> current = List.of();
    private volatile @Nullable Question open;

    /** What the resolver was asked, and when, in ns. */
    private record Question(List<Candidate> of, long at) {}

    private ResolverLaws(ConflictResolver resolver, Values values, ItemKey key, String attribute, Duration patience) {
        this.resolver = resolver;
        this.values = values;
        this.key = key;
        this.attribute = attribute;
        this.patience = patience;
    }

    /** On generated values of every kind. */
    public static ResolverLaws of(ConflictResolver resolver) {
        return new ResolverLaws(resolver, new Values(List.of()), ItemKey.of("pk", "item#1"), "attribute", PATIENCE);
    }

    /** Also, and mostly, on these values. */
    public ResolverLaws withSamples(List<Value> samples) {
        return new ResolverLaws(resolver, new Values(samples), key, attribute, patience);
    }

    /** As an attribute of that name, of the item of that key. */
    public ResolverLaws at(ItemKey item, String name) {
        return new ResolverLaws(resolver, values, item, name, patience);
    }

    /**
     * All must be tried in that time, or the resolver counts as one that does not answer. Default: 30 s. One answer that takes
     * more than a second, as long as functions wait for it, always counts so.
     */
    public ResolverLaws within(Duration time) {
        return new ResolverLaws(resolver, values, key, attribute, time);
    }

    /** The smallest case found that breaks a law; the same at every call, if the resolver is. */
    public Optional<Violation> check() {
        FutureTask<Optional<Violation>> task = new FutureTask<>(this::search);
        Thread thread = new Thread(task, "laws of " + resolver.getClass().getSimpleName());
        thread.setDaemon(true);
        long begun = System.nanoTime();
        thread.start();
        try {
            Optional<Violation> late = Optional.empty();
            while (late.isEmpty()) {
                try {
                    return task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    late = late(begun);
                }
            }
            return late;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while laws were tried", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("laws could not be tried", e.getCause());
        } finally {
            task.cancel(true);
        }
    }

    /** What took too long, if something did: one answer, or all of them. */
    private Optional<Violation> late(long begun) {
        long now = System.nanoTime();
        Question question = open;
        if (question != null && now - question.at > ANSWER.toNanos()) {
            return Optional.of(late(question.of, ANSWER));
        }
        return now - begun > patience.toNanos() ? Optional.of(late(current, patience)) : Optional.empty();
    }

    private static Violation late(List<Candidate> of, Duration waited) {
        return new Violation(Law.ANSWERS, words(of), "no result", "it was waited for " + waited.toMillis() + " ms");
    }

    private Optional<Violation> search() {
        Random random = new Random(1);
        return new Search<>(this::test, ResolverLaws::simpler).run(TRIES, i -> {
            int kind = values.kind(random);
            List<@Nullable Value> three = new ArrayList<>();
            for (int n = 0; n < 3; n++) {
                three.add(values.next(random, kind));
            }
            return candidates(three, REGIONS.get(random.nextInt(REGIONS.size())));
        });
    }

    private static List<Candidate> candidates(List<@Nullable Value> values, List<String> regions) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Dot dot = new Dot(HybridTime.ofMillis(i + 1), new Actor(regions.get(i)));
            candidates.add(new Candidate(dot, values.get(i)));
        }
        return Collections.unmodifiableList(candidates);
    }

    private static List<List<Candidate>> simpler(List<Candidate> of) {
        List<List<Candidate>> simpler = new ArrayList<>();
        for (int i = 0; i < of.size(); i++) {
            for (Value value : Values.simpler(of.get(i).value())) {
                List<Candidate> next = new ArrayList<>(of);
                next.set(i, new Candidate(of.get(i).dot(), value));
                simpler.add(next);
            }
        }
        return simpler;
    }

    private Optional<Violation> test(List<Candidate> three) {
        current = three;
        return new Trial(three.get(0), three.get(1), three.get(2)).run();
    }

    private static List<String> words(List<Candidate> candidates) {
        return candidates.stream()
                .map(one -> Values.text(one.value()) + " of " + one.dot().actor())
                .toList();
    }

    /** One case: values of three writes, oldest first. */
    private final class Trial {
        private final Candidate x;
        private final Candidate y;
        private final Candidate z;
        private @Nullable Violation broken;

        Trial(Candidate x, Candidate y, Candidate z) {
            this.x = x;
            this.y = y;
            this.z = z;
        }

        Optional<Violation> run() {
            for (Candidate one : List.of(x, y, z)) {
                same(Law.IDEMPOTENT, List.of(one), "merged with itself", merge(one, one), "the value", one);
            }
            Candidate xy = merge(x, y);
            Candidate yz = merge(y, z);
            Candidate xz = merge(x, z);
            same(Law.IDEMPOTENT, List.of(x, y), "with the first once more", merge(xy, x), "merged once", xy);
            List<Candidate> all = List.of(x, y, z);
            Candidate inOrder = merge(xy, z);
            same(Law.ASSOCIATIVE, all, "the last two first", merge(x, yz), "the first two first", inOrder);
            same(Law.COMMUTATIVE, all, "the second arrives last", merge(xz, y), "in order", inOrder);
            same(Law.COMMUTATIVE, all, "the first arrives last", merge(yz, x), "in order", inOrder);
            return Optional.ofNullable(broken);
        }

        private void same(Law law, List<Candidate> of, String how, Candidate one, String otherwise, Candidate other) {
            if (broken == null && !java.util.Objects.equals(one.value(), other.value())) {
                broken = new Violation(
                        law,
                        words(of),
                        how + ": " + Values.text(one.value()),
                        otherwise + ": " + Values.text(other.value()));
            }
        }

        /** The older first; the result is as new as the newer. */
        private Candidate merge(Candidate a, Candidate b) {
            boolean inOrder = a.dot().compareTo(b.dot()) <= 0;
            Candidate older = inOrder ? a : b;
            Candidate newer = inOrder ? b : a;
            return new Candidate(newer.dot(), resolved(older, newer));
        }

        private @Nullable Value resolved(Candidate older, Candidate newer) {
            Value first = ask(older, newer);
            for (int i = 1; i < REPEATS && broken == null; i++) {
                Value again = ask(older, newer);
                if (broken == null && !java.util.Objects.equals(first, again)) {
                    broken = new Violation(
                            Law.DETERMINISTIC,
                            words(List.of(older, newer)),
                            "first: " + Values.text(first),
                            "then: " + Values.text(again));
                }
            }
            return first;
        }

        private @Nullable Value ask(Candidate older, Candidate newer) {
            if (broken != null) {
                return null;
            }
            open = new Question(List.of(older, newer), System.nanoTime());
            try {
                return resolver.resolve(key, attribute, older, newer);
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                broken = new Violation(
                        Law.ANSWERS,
                        words(List.of(older, newer)),
                        "no result",
                        "it threw " + e.getClass().getName());
                return null;
            } finally {
                open = null;
            }
        }
    }
}
