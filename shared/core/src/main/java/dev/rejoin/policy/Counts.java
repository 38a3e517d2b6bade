package dev.rejoin.policy;

import dev.rejoin.clock.Dot;
import dev.rejoin.version.Counter;
import dev.rejoin.version.VersionBuilder;

/** What becomes of a count when its attribute is written as something else. */
final class Counts {
    private Counts() {}

    /** What was counted is part of the value written now: without this it would show again after a delete. */
    static void bringToZero(String attribute, Dot dot, VersionBuilder into) {
        Counter counter = into.counter(attribute);
        if (counter != null && counter.total().signum() != 0) {
            into.counter(attribute, counter.plus(dot, counter.total().negate()));
        }
    }
}
