package dev.rejoin.replica;

/** Gives own writes their identity. */
@FunctionalInterface
public interface IdSource {
    /** 64 random bits, or anything else that never repeats for one item. */
    long next();
}
