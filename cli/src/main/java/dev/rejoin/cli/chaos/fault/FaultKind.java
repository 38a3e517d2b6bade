package dev.rejoin.cli.chaos.fault;

/** The kinds of faults, each with what it does in words. */
public enum FaultKind {
    KILL(Resource.PROCESS, "functions killed (SIGKILL), restarted afterwards"),
    KILL_AGAIN(Resource.PROCESS, "functions killed three times in a row"),
    PAUSE(Resource.PROCESS, "functions frozen (SIGSTOP), go on afterwards as if nothing had been"),
    CUT(Resource.LINK, "link cut: connections are reset"),
    CUT_SILENTLY(Resource.LINK, "link cut: nothing passes, nobody hears of it"),
    ANSWERS_LOST(Resource.LINK, "link cut one way: requests arrive, answers do not"),
    BROKEN_OFF(Resource.LINK, "link breaks off in the middle of every answer"),
    DELAY(Resource.LINK, "link delayed"),
    NARROW(Resource.LINK, "link narrowed"),
    ISOLATE(Resource.LINKS, "region cut off from all peers, both ways"),
    THROTTLE(Resource.STORE, "table throttled"),
    STORE_ERRORS(Resource.STORE, "table answers with internal errors; half of those requests were done"),
    STORE_ANSWERS_LOST(Resource.STORE, "table does what it is asked and does not answer"),
    STORE_SLOW(Resource.STORE, "table answers a second later"),
    SKEW(Resource.CLOCK, "clock wrong"),
    FLOOD(Resource.WRITERS, "one key flooded with writes"),
    CHURN(Resource.WRITERS, "one key deleted and created over and over");

    private final Resource resource;
    private final String text;

    FaultKind(Resource resource, String text) {
        this.resource = resource;
        this.text = text;
    }

    /** What a fault takes hold of: one at a time. */
    public enum Resource {
        PROCESS,
        /** From one region to another. */
        LINK,
        /** All from and to one region. */
        LINKS,
        STORE,
        CLOCK,
        WRITERS
    }

    public Resource resource() {
        return resource;
    }

    /** What it does, in words. */
    public String text() {
        return text;
    }
}
