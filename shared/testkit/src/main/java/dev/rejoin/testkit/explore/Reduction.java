package dev.rejoin.testkit.explore;

/** What an exploration leaves out because it would show nothing new. */
public enum Reduction {
    /** Nothing: each run is one order of all steps. For very small scripts that cannot go in circles. */
    NONE,
    /** When steps happen that no other process can notice: they happen at once. */
    UNNOTICED,
    /** Also what follows on a state that was seen: whatever led there, the same follows. */
    STATES;

    boolean isEager() {
        return this != NONE;
    }

    boolean knowsStates() {
        return this == STATES;
    }
}
