package dev.rejoin.clock;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One write: when and where. Totally ordered by time, then region, which is what "last writer" means.
 *
 * @param time hybrid time, above 0
 * @param actor where the write was made
 */
public record Dot(long time, Actor actor) implements Comparable<Dot> {
    /** The time of what was there before any write: older than that of every write. */
    public static final long FIRST_TIME = 1;

    private static final Pattern TEXT = Pattern.compile("(\\d{1,15})\\+(\\d{1,5})@(.+)");

    public Dot {
        if (time <= 0) {
            throw new IllegalArgumentException("a dot's time must be positive: " + time);
        }
    }

    /**
     * The write of that name.
     *
     * @throws IllegalArgumentException unless it is what {@link #toString} writes
     */
    public static Dot parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a write's name: '" + text + "'");
        }
        long counter = Long.parseLong(matcher.group(2));
        if (counter > 0xffff) {
            throw new IllegalArgumentException("not a write's name: '" + text + "'");
        }
        return new Dot(HybridTime.ofMillis(Long.parseLong(matcher.group(1))) + counter, new Actor(matcher.group(3)));
    }

    @Override
    public int compareTo(Dot other) {
        int byTime = Long.compare(time, other.time);
        return byTime != 0 ? byTime : actor.compareTo(other.actor);
    }

    /** Whether this write is newer than the other; everything is newer than no write. */
    public boolean isAfter(@Nullable Dot other) {
        return other == null || compareTo(other) > 0;
    }

    /** The newer of two writes, either of which may be missing. */
    public static @Nullable Dot max(@Nullable Dot a, @Nullable Dot b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.compareTo(b) >= 0 ? a : b;
    }

    @Override
    public String toString() {
        return HybridTime.millis(time) + "+" + (time & 0xffff) + "@" + actor;
    }
}
