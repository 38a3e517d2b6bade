package dev.rejoin.policy;

/** What a delete does to writes that it had not seen. */
public enum Deletes {
    /** It takes everything older than itself; newer writes stand, without what is older. */
    NEWEST_WINS("newest"),
    /** Where a newer write is held that had not seen it, the whole item is kept. */
    KEEP_ITEM("keep-item"),
    /** It takes them, older and newer. */
    DELETE_WINS("delete-wins");

    private final String word;

    Deletes(String word) {
        this.word = word;
    }

    /** What users call it. */
    public String word() {
        return word;
    }
}
