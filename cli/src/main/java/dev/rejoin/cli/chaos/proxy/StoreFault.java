package dev.rejoin.cli.chaos.proxy;

/**
 * What a {@link StoreProxy} does to requests.
 *
 * @param kind what
 * @param share of the requests, 0 to 1
 */
public record StoreFault(Kind kind, double share) {
    /** Lets everything pass. */
    public static final StoreFault NONE = new StoreFault(Kind.NONE, 0);

    /** What happens. */
    public enum Kind {
        NONE,
        /** Refused, as by a table whose capacity is used up. */
        THROTTLED,
        /** Answered with an internal error; half of them were done all the same. */
        ERRORS,
        /** Done, but nobody is told: the connection ends without an answer. */
        ANSWERS_LOST,
        /** Answered a second later. */
        SLOW
    }
}
