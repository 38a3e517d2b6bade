package dev.rejoin.clock;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One writer of the replicated table: a region, or a later incarnation of it ({@code eu-west-1}, {@code eu-west-1.2}).
 *
 * @param name 1 to 40 characters of {@code a-z 0-9 - .}, beginning with a letter or digit
 */
public record Actor(String name) implements Comparable<Actor> {
    private static final Pattern INCARNATION = Pattern.compile("(.+)\\.[0-9]+");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,39}");

    /** @throws IllegalArgumentException if the name has another form */
    public Actor {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("actor name must match " + NAME + ": '" + name + "'");
        }
    }

    /** The region of which this is an incarnation; itself if it is the first. */
    public Actor region() {
        Matcher later = INCARNATION.matcher(name);
        return later.matches() ? new Actor(later.group(1)) : this;
    }

    @Override
    public int compareTo(Actor other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
