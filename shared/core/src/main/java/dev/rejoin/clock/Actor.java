package dev.rejoin.clock;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One writer of the replicated table: a region, or a later incarnation of it ({@code eu-west-1}, {@code eu-west-1.2}); or what one
 * region kept of its items from the deletes of another, or found behind another's writes in a restored table ({@code
 * eu-west-1+us-east-1}, see {@link #keeping}).
 *
 * @param name 1 to 40 characters of {@code a-z 0-9 - .}, beginning with a letter or digit; of what was kept two such names, and the
 *     number in three digits unless it is 0, joined by {@code +}
 */
public record Actor(String name) implements Comparable<Actor> {
    /** How many values of one attribute can be kept apart. */
    public static final int MOST_KEPT = 1000;

    private static final Pattern INCARNATION = Pattern.compile("(.+)\\.([0-9]{1,4})");
    private static final String PART = "[a-z0-9][a-z0-9.-]{0,39}";
    private static final Pattern NAME = Pattern.compile(PART + "(\\+" + PART + "(\\+[0-9]{3})?)?");
    private static final char KEPT_BY = '+';
    private static final String PRUNED = "+0";

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

    /** Which incarnation of its region this is; 1 if it is the first. */
    public int incarnation() {
        Matcher later = INCARNATION.matcher(name);
        return later.matches() ? Integer.parseInt(later.group(2)) : 1;
    }

    /** An incarnation of this one's region. */
    public Actor incarnation(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("incarnations count from 1: " + number);
        }
        return number == 1 ? region() : new Actor(region().name + "." + number);
    }

    /**
     * The writer of what a region keeps of an item from a delete of another region, at the delete's time. Each delete is kept from at most once by a
     * region, so no other write has such a dot; and it is newer than the delete by its name, and older than any later write.
     *
     * @param deleter whose delete it is
     * @param keeper the region that keeps the item
     * @param nth counts what is kept apart of one attribute, 0 to 999
     */
    public static Actor keeping(Actor deleter, Actor keeper, int nth) {
        if (nth < 0 || nth >= MOST_KEPT) {
            throw new IllegalArgumentException("more than " + MOST_KEPT + " values kept of one attribute");
        }
        String name = deleter.name + KEPT_BY + keeper.name;
        return new Actor(nth == 0 ? name : name + KEPT_BY + String.format(Locale.ROOT, "%03d", nth));
    }

    /**
     * Who says that all is forgotten which was removed until a write of that actor's. Comes before every {@link #keeping} of the same.
     *
     * @param remover who made the newest removal that is forgotten
     */
    public static Actor pruned(Actor remover) {
        return new Actor(remover.name + PRUNED);
    }

    /** Whether it says that removals were forgotten. */
    public boolean isPruned() {
        return name.endsWith(PRUNED);
    }

    /** Whether this is what a region kept from another's deletes, or found beyond another's writes. */
    public boolean isKeeping() {
        return name.indexOf(KEPT_BY) >= 0 && !isPruned();
    }

    /** The actors of which it is made: deleter and keeper of what was kept, who removed what was forgotten, else only itself. */
    public List<Actor> parts() {
        if (isPruned()) {
            return List.of(new Actor(name.substring(0, name.length() - PRUNED.length())));
        } else if (!isKeeping()) {
            return List.of(this);
        }
        String[] parts = name.split("\\" + KEPT_BY, -1);
        return List.of(new Actor(parts[0]), new Actor(parts[1]));
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
