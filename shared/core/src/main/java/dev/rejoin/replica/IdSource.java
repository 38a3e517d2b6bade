package dev.rejoin.replica;

/** Gives own writes their identity. */
@FunctionalInterface
public interface IdSource {
    /** Random bits, or anything else of which the lowest 30 never repeat for one item within a second. */
    long next();
}
