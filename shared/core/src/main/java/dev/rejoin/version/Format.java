package dev.rejoin.version;

import dev.rejoin.clock.Actor;

/** Checks shared by everything that is stored. */
final class Format {
    /** Registers and counters. */
    static final int FIRST = 1;

    /** Multi-value registers and deletes that win, too. */
    static final int MULTIS = 2;

    private Format() {}

    /** Reads the first byte of what holds a clock. */
    static int read(ByteReader in) {
        int found = in.raw();
        if (found > MULTIS) {
            throw new FormatException(
                    FormatException.Kind.UNKNOWN_FORMAT,
                    "format " + found + " is newer than " + MULTIS + ", the newest that this release reads");
        } else if (found < FIRST) {
            throw FormatException.malformed("no format " + found);
        }
        return found;
    }

    static Actor actor(String name) {
        try {
            return new Actor(name);
        } catch (IllegalArgumentException e) {
            throw FormatException.malformed("not an actor's name");
        }
    }
}
