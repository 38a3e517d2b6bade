package dev.rejoin.clock;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which writes were seen: for each actor the highest time of its writes. Immutable; sorted by actor; an actor that is not
 * in it has time 0.
 *
 * @see <a href="https://dl.acm.org/doi/10.1109/TSE.1983.236733">Parker et al., Detection of Mutual Inconsistency, 1983</a>
 */
public final class VersionVector {
    /** Nothing seen. */
    public static final VersionVector EMPTY = new VersionVector(new Actor[0], new long[0]);

    private final Actor[] actors;
    private final long[] times;

    private VersionVector(Actor[] actors, long[] times) {
        this.actors = actors;
        this.times = times;
    }

    /** A vector of these times; entries of 0 are left out. */
    public static VersionVector of(Map<Actor, Long> entries) {
        SortedMap<Actor, Long> sorted = new TreeMap<>(entries);
        sorted.values().removeIf(time -> time <= 0);
        return new VersionVector(
                sorted.keySet().toArray(new Actor[0]),
                sorted.values().stream().mapToLong(Long::longValue).toArray());
    }

    /** The highest time seen of an actor, 0 if none. */
    public long time(Actor actor) {
        int at = Arrays.binarySearch(actors, actor);
        return at < 0 ? 0 : times[at];
    }

    /** Whether that write was seen. No write at all always was. */
    public boolean has(@Nullable Dot dot) {
        return dot == null || time(dot.actor()) >= dot.time();
    }

    /** The highest time of any actor, 0 if empty. */
    public long maxTime() {
        long max = 0;
        for (long time : times) {
            max = Math.max(max, time);
        }
        return max;
    }

    /** This vector with one more write seen. */
    public VersionVector with(Dot dot) {
        return has(dot) ? this : join(new VersionVector(new Actor[] {dot.actor()}, new long[] {dot.time()}));
    }

    /** What either side has seen: the maximum of each entry. */
    public VersionVector join(VersionVector other) {
        if (covers(other)) {
            return this;
        }
        if (other.covers(this)) {
            return other;
        }
        Actor[] joined = new Actor[actors.length + other.actors.length];
        long[] max = new long[joined.length];
        int n = 0;
        for (int i = 0, j = 0; i < actors.length || j < other.actors.length; n++) {
            int order = i == actors.length ? 1 : j == other.actors.length ? -1 : actors[i].compareTo(other.actors[j]);
            joined[n] = order <= 0 ? actors[i] : other.actors[j];
            max[n] = Math.max(order <= 0 ? times[i] : 0, order >= 0 ? other.times[j] : 0);
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return new VersionVector(Arrays.copyOf(joined, n), Arrays.copyOf(max, n));
    }

    /** Whether this side has seen everything that the other has. */
    public boolean covers(VersionVector other) {
        for (int i = 0; i < other.actors.length; i++) {
            if (time(other.actors[i]) < other.times[i]) {
                return false;
            }
        }
        return true;
    }

    /** How this history relates to the other: {@code BEFORE} if the other has seen all of it and more. */
    public CausalOrder compare(VersionVector other) {
        boolean covers = covers(other);
        boolean covered = other.covers(this);
        if (covers) {
            return covered ? CausalOrder.EQUAL : CausalOrder.AFTER;
        }
        return covered ? CausalOrder.BEFORE : CausalOrder.CONCURRENT;
    }

    /** Number of actors of which something was seen. */
    public int size() {
        return actors.length;
    }

    /** Calls the visitor for each entry, in the order of the actors' names. */
    public void forEach(ObjLongConsumer<Actor> visitor) {
        for (int i = 0; i < actors.length; i++) {
            visitor.accept(actors[i], times[i]);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VersionVector that
                && Arrays.equals(actors, that.actors)
                && Arrays.equals(times, that.times);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(actors) + Arrays.hashCode(times);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        forEach((actor, time) -> text.append(text.length() > 1 ? ", " : "").append(new Dot(time, actor)));
        return text.append('}').toString();
    }
}
