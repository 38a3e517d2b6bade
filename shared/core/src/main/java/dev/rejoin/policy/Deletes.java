package dev.rejoin.policy;

import dev.rejoin.clock.Dot;
import dev.rejoin.version.VersionBuilder;

/** What a delete does to writes that it had not seen. */
public enum Deletes {
    /** It takes everything older than itself; newer writes stand, without what is older. */
    NEWEST_WINS("newest"),
    /**
     * A region that holds a newer write when it learns of the delete keeps its whole item: registers and counters. Attributes of
     * other types are treated as by {@link #NEWEST_WINS}.
     */
    KEEP_ITEM("keep-item"),
    /** It takes them, older and newer. */
    DELETE_WINS("delete-wins");

    private final String word;

    Deletes(String word) {
        this.word = word;
    }

    /** Enters a delete of the item into what is known of it. */
    public VersionBuilder enter(Dot dot, VersionBuilder into) {
        return this == DELETE_WINS ? into.deletedForGood(dot) : into.deleted(dot);
    }

    /** What users call it. */
    public String word() {
        return word;
    }
}
