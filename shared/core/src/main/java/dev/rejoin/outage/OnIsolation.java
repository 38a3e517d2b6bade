package dev.rejoin.outage;

import dev.rejoin.outage.FenceRecord.Reason;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a region does about its applications' writes when it is on the lesser side of a cut. */
public enum OnIsolation {
    /** Takes them: what both sides write merges when they meet again. */
    OPEN,
    /** Refuses them unless it reaches more than half of all regions, itself among them: of two regions cut apart, both do. */
    FENCE,
    /** As {@link #FENCE}; but of two halves of the same size the one with the lowest name of all regions goes on. */
    FENCE_MINORITY;

    /** As it is spelled in configuration: {@code fence-minority}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The policy of that spelling; empty if there is none. */
    public static Optional<OnIsolation> parse(String text) {
        return Stream.of(values()).filter(policy -> policy.text().equals(text)).findFirst();
    }

    /**
     * Whether a side of a cut may go on taking writes.
     *
     * @param <T> regions, in the order of their names
     * @param side the regions that this one reaches, itself among them
     * @param all all regions
     */
    public <T extends Comparable<T>> boolean mayWrite(Set<T> side, Set<T> all) {
        if (this == OPEN || 2 * side.size() > all.size()) {
            return true;
        }
        return this == FENCE_MINORITY
                && 2 * side.size() == all.size()
                && all.stream()
                        .min(Comparable::compareTo)
                        .filter(side::contains)
                        .isPresent();
    }

    /**
     * What a region's fence record says after a look at the others: it takes several to decide anything.
     *
     * @param <T> regions, in the order of their names
     * @param side the regions that this one reaches, itself among them
     * @param all all regions
     * @param now in milliseconds since 1970
     */
    public <T extends Comparable<T>> FenceRecord decide(
            FenceRecord record, Set<T> side, Set<T> all, Isolation.Patience patience, long now) {
        OnIsolation criterion = this == OPEN ? FENCE : this;
        Isolation isolation = record.isolation().look(criterion.mayWrite(side, all), patience);
        boolean closes = isolation.isolated() && this != OPEN;
        String why = "reaches " + side.size() + " of " + all.size() + " regions";
        return record.seen(isolation, closes ? Optional.of(new Reason(now, "sentinel", why)) : Optional.empty());
    }
}
