package dev.rejoin.testkit.law;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Looks for a case that breaks a law, then for a smaller one that breaks the same.
 *
 * @param <C> a case
 */
final class Search<C> {
    private static final int MOST_STEPS = 10_000;

    private final Function<C, Optional<Violation>> test;
    private final Function<C, List<C>> simpler;

    /** @param simpler what to try in a case's place, the simplest first; never goes round in a circle */
    Search(Function<C, Optional<Violation>> test, Function<C, List<C>> simpler) {
        this.test = test;
        this.simpler = simpler;
    }

    /** The smallest violation that is found. */
    Optional<Violation> run(int tries, IntFunction<C> cases) {
        for (int i = 0; i < tries; i++) {
            C next = cases.apply(i);
            Optional<Violation> found = test.apply(next);
            if (found.isPresent()) {
                return Optional.of(smallest(next, found.get()));
            }
        }
        return Optional.empty();
    }

    private Violation smallest(C broken, Violation violation) {
        C smallest = broken;
        Violation last = violation;
        boolean smaller = true;
        for (int steps = 0; smaller && steps < MOST_STEPS; ) {
            smaller = false;
            for (C next : simpler.apply(smallest)) {
                steps++;
                Optional<Violation> found = test.apply(next).filter(one -> one.law() == violation.law());
                if (found.isPresent()) {
                    smallest = next;
                    last = found.get();
                    smaller = true;
                    break;
                }
            }
        }
        return last;
    }
}
