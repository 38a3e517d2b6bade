package dev.rejoin.clock;

/** How two histories relate. */
public enum CausalOrder {
    EQUAL,
    BEFORE,
    AFTER,
    CONCURRENT
}
