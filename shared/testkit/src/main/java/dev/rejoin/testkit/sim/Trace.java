package dev.rejoin.testkit.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happened, as a hash, and as text if somebody wants to read it. */
final class Trace {
    private static final long PRIME = 0x100000001b3L;

    private final boolean keep;
    private final List<String> lines = new ArrayList<>();
    private long hash = 0xcbf29ce484222325L;

    Trace(boolean keep) {
        this.keep = keep;
    }

    void event(long what, Supplier<String> text) {
        hash = (hash ^ what) * PRIME;
        hash ^= hash >>> 31;
        if (keep) {
            lines.add(text.get());
        }
    }

    long hash() {
        return hash;
    }

    List<String> lines() {
        return lines;
    }
}
