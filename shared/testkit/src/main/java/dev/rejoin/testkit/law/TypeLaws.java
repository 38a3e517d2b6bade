package dev.rejoin.testkit.law;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridTime;
import dev.rejoin.item.Value;
import dev.rejoin.policy.AttributePolicy;
import dev.rejoin.policy.PlainChange;
import dev.rejoin.version.Merge;
import dev.rejoin.version.Resolution;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tries a data type: three regions write one attribute and hear of each other now and then; then their versions are merged in
 * every order, again, and repeatedly, and must be the same and show the same.
 */
public final class TypeLaws {
    private static final int TRIES = 3_000;
    private static final int MOST_STEPS = 8;
    private static final String ATTRIBUTE = "attribute";
    private static final List<Actor> REGIONS =
            List.of(new Actor("eu-west-1"), new Actor("us-east-1"), new Actor("ap-south-1"));

    private final AttributePolicy type;
    private final Resolution resolution;
    private final Values values;

    private TypeLaws(AttributePolicy type, Resolution resolution, Values values) {
        this.type = type;
        this.resolution = resolution;
        this.values = values;
    }

    /**
     * On generated values of every kind.
     *
     * @param resolution what is shown of concurrent values: an {@code ItemPolicy}
     */
    public static TypeLaws of(AttributePolicy type, Resolution resolution) {
        return new TypeLaws(type, resolution, new Values(List.of()));
    }

    /** Also, and mostly, on these values. */
    public TypeLaws withSamples(List<Value> samples) {
        return new TypeLaws(type, resolution, new Values(samples));
    }

    /** The smallest case found that breaks a law. */
    public Optional<Violation> check() {
        Random random = new Random(1);
        return new Search<>(this::test, TypeLaws::simpler).run(TRIES, i -> history(random));
    }

    /** A region writes a value, or none, or hears of another. */
    private record Step(int region, int heardOf, @Nullable Value written) {
        boolean isWrite() {
            return heardOf == region;
        }

        @Override
        public String toString() {
            String where = REGIONS.get(region) + " ";
            return where + (isWrite() ? "writes " + Values.text(written) : "hears of " + REGIONS.get(heardOf));
        }
    }

    private List<Step> history(Random random) {
        List<Step> steps = new ArrayList<>();
        int kind = values.kind(random);
        for (int left = 1 + random.nextInt(MOST_STEPS); left > 0; left--) {
            int region = random.nextInt(REGIONS.size());
            int heardOf = random.nextInt(3) == 0 ? random.nextInt(REGIONS.size()) : region;
            steps.add(new Step(region, heardOf, heardOf == region ? values.next(random, kind) : null));
        }
        return steps;
    }

    private static List<List<Step>> simpler(List<Step> history) {
        List<List<Step>> simpler = new ArrayList<>();
        for (int i = 0; i < history.size(); i++) {
            List<Step> less = new ArrayList<>(history);
            less.remove(i);
            simpler.add(less);
        }
        for (int i = 0; i < history.size(); i++) {
            Step step = history.get(i);
            for (Value value : Values.simpler(step.written)) {
                List<Step> next = new ArrayList<>(history);
                next.set(i, new Step(step.region, step.heardOf, value));
                simpler.add(next);
            }
        }
        return simpler;
    }

    private Optional<Violation> test(List<Step> history) {
        try {
            return broken(history);
        } catch (RuntimeException e) {
            return Optional.of(new Violation(
                    Law.ANSWERS,
                    words(history),
                    "no result",
                    "it threw " + e.getClass().getName()));
        }
    }

    private static List<String> words(List<Step> history) {
        return history.stream().map(Step::toString).toList();
    }

    private Optional<Violation> broken(List<Step> history) {
        List<Version> regions = play(history);
        List<Version> again = play(history);
        Version a = regions.get(0);
        Version b = regions.get(1);
        Version c = regions.get(2);
        Version ab = Merge.of(a, b);
        Version abc = Merge.of(ab, c);
        return first(
                () -> same(
                        Law.DETERMINISTIC, history, abc, Merge.of(Merge.of(again.get(0), again.get(1)), again.get(2))),
                () -> same(Law.IDEMPOTENT, history, a, Merge.of(a, a)),
                () -> same(Law.IDEMPOTENT, history, ab, Merge.of(ab, a)),
                () -> same(Law.IDEMPOTENT, history, ab, Merge.of(ab, b)),
                () -> same(Law.COMMUTATIVE, history, ab, Merge.of(b, a)),
                () -> same(Law.ASSOCIATIVE, history, abc, Merge.of(a, Merge.of(b, c))),
                () -> same(Law.COMMUTATIVE, history, abc, Merge.of(Merge.of(c, a), b)));
    }

    @SafeVarargs
    private static Optional<Violation> first(Supplier<Optional<Violation>>... laws) {
        for (Supplier<Optional<Violation>> law : laws) {
            Optional<Violation> broken = law.get();
            if (broken.isPresent()) {
                return broken;
            }
        }
        return Optional.empty();
    }

    private List<Version> play(List<Step> history) {
        List<Version> regions = new ArrayList<>(List.of(Version.EMPTY, Version.EMPTY, Version.EMPTY));
        int millis = 1;
        for (Step step : history) {
            Version known = regions.get(step.region);
            millis++;
            regions.set(
                    step.region,
                    step.isWrite() ? written(known, step, millis) : Merge.of(known, regions.get(step.heardOf)));
        }
        return regions;
    }

    private Version written(Version known, Step step, int millis) {
        Value before = known.content(resolution).get(ATTRIBUTE);
        if (Objects.equals(before, step.written)) {
            return known;
        }
        Dot dot = new Dot(HybridTime.ofMillis(millis), REGIONS.get(step.region));
        VersionBuilder into = new VersionBuilder(known).seen(dot);
        type.fold(new PlainChange(ATTRIBUTE, before, step.written, dot, false), into);
        return into.build();
    }

    private Optional<Violation> same(Law law, List<Step> history, Version one, Version other) {
        Value shown = one.content(resolution).get(ATTRIBUTE);
        Value otherwise = other.content(resolution).get(ATTRIBUTE);
        if (one.equals(other) && Objects.equals(shown, otherwise)) {
            return Optional.empty();
        }
        return Optional.of(new Violation(
                law, words(history), "it shows " + Values.text(shown), "it may also show " + Values.text(otherwise)));
    }
}
