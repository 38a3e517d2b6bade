package dev.rejoin.rule;

import org.jspecify.annotations.Nullable;

/**
 * The rules that a region keeps to while it is cut off, or given up for another. As {@link Rule}: the code asks {@link #holds()}
 * where it follows one, and tests break one at a time to prove that they would notice.
 */
public enum OutageRule {
    ONE_MISSED_BEAT("a region counts as isolated after one look that did not see the others"),
    FENCE_PROVED("a region counts as fenced as soon as its gate was told to close"),
    PAUSE_OWES("what is to go over a paused direction counts as delivered");

    private static volatile @Nullable OutageRule broken;

    private final String whenBroken;

    OutageRule(String whenBroken) {
        this.whenBroken = whenBroken;
    }

    /** Whether the rule is followed: always, but in a test that plants the bug. */
    public boolean holds() {
        return broken != this;
    }

    /** What happens instead when the rule is broken. */
    public String whenBroken() {
        return whenBroken;
    }

    /** Breaks one rule in this whole process, or none if null. */
    static void breakOnly(@Nullable OutageRule rule) {
        broken = rule;
    }
}
