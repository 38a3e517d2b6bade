package dev.rejoin.tombstone;

/** What a collection did about a key. */
public enum Fate {
    /** No region has a row of it, or an item. */
    NOTHING,
    /** Some region has the item, or has still to hear of its delete. */
    ALIVE,
    /** Dead everywhere, but its row has to stay: it counted, or its delete wins. */
    STAYS,
    /** Its row names a region that was not asked. */
    ELSEWHERE,
    /** Dead everywhere, and marked: some row was not since it was written last. */
    MARKED,
    /** Dead everywhere, and marked, but not for long enough. */
    WAITS,
    /** Forgotten everywhere. */
    FORGOTTEN,
    /** Something came in between; the next collection looks again. */
    MOVED
}
