package dev.rejoin.verify;

/** What a comparison sent between regions. Not safe for use by many threads at once. */
public final class Traffic {
    private long bytes;
    private long messages;

    void message(long size) {
        messages++;
        bytes += size;
    }

    /** Of questions and answers. */
    public long bytes() {
        return bytes;
    }

    /** Questions and answers. */
    public long messages() {
        return messages;
    }
}
