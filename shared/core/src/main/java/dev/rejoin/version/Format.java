package dev.rejoin.version;

import dev.rejoin.clock.Actor;

/** Checks shared by everything that is stored. */
final class Format {
    private Format() {}

    static void check(int found, int known) {
        if (found != known) {
            throw found > known
                    ? new FormatException(
                            FormatException.Kind.UNKNOWN_FORMAT,
                            "format " + found + " is newer than " + known + ", the newest that this release reads")
                    : FormatException.malformed("no format " + found);
        }
    }

    static Actor actor(String name) {
        try {
            return new Actor(name);
        } catch (IllegalArgumentException e) {
            throw FormatException.malformed("not an actor's name");
        }
    }
}
