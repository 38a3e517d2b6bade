package dev.rejoin.testkit.law;

/** What must hold of merging, or regions would show different values for ever. */
public enum Law {
    /** There is a result for whatever is merged, in time. */
    ANSWERS("it gives a result for any values, and soon"),
    /** The same arguments give the same result, however often. */
    DETERMINISTIC("the same values give the same result, however often it is asked"),
    /** To merge once more what is merged changes nothing. */
    IDEMPOTENT("a value that is merged again changes nothing"),
    /** Values may arrive in any order. */
    COMMUTATIVE("the order in which values arrive does not matter"),
    /** Values may be merged in any groups. */
    ASSOCIATIVE("which values are merged first does not matter");

    private final String words;

    Law(String words) {
        this.words = words;
    }

    /** The law in a sentence. */
    public String words() {
        return words;
    }
}
