package dev.rejoin.version;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.rule.Rule;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A PN-counter: each region's net sum of what its applications added, and where the count began if the attribute was a
 * plain register before. Merging takes each region's newest sum, so nothing counts twice.
 *
 * @param base the register's value from which regions count, null if they count from 0
 * @param sums per region, never empty
 * @see <a href="https://hal.inria.fr/inria-00555588">Shapiro et al., A comprehensive study of CRDTs, 2011, section 3.1.3</a>
 */
public record Counter(@Nullable Base base, SortedMap<Actor, Sum> sums) {
    /**
     * Where counting began. Regions that turn the same register into a counter begin with the same base.
     *
     * @param dot the register's write
     * @param amount the register's number, less what was already counted when it was turned into a counter
     */
    public record Base(Dot dot, BigDecimal amount) {
        static @Nullable Base max(@Nullable Base a, @Nullable Base b) {
            if (a == null || b == null) {
                return a == null ? b : a;
            }
            int order = a.dot.compareTo(b.dot);
            return order > 0 || (order == 0 && a.amount.compareTo(b.amount) >= 0) ? a : b;
        }
    }

    /**
     * What one region's applications added in all.
     *
     * @param time hybrid time of the latest addition
     * @param net the sum, which may be negative
     */
    public record Sum(long time, BigDecimal net) {}

    public Counter {
        sums = Collections.unmodifiableSortedMap(new TreeMap<>(sums));
    }

    /** A counter of one region only. */
    public static Counter of(@Nullable Base base, Actor actor, Sum sum) {
        return new Counter(base, new TreeMap<>(Map.of(actor, sum)));
    }

    /** The number that the attribute shows. */
    public BigDecimal total() {
        BigDecimal total = base == null ? BigDecimal.ZERO : base.amount();
        for (Sum sum : sums.values()) {
            total = total.add(sum.net());
        }
        return total;
    }

    /** What regions added, without the base. */
    public BigDecimal added() {
        return base == null ? total() : total().subtract(base.amount());
    }

    /** The latest addition. */
    public Dot newest() {
        Dot newest = null;
        for (Map.Entry<Actor, Sum> entry : sums.entrySet()) {
            newest = Dot.max(newest, new Dot(entry.getValue().time(), entry.getKey()));
        }
        if (newest == null) {
            throw new IllegalStateException("a counter without sums");
        }
        return newest;
    }

    /** This counter with more added by a region, at that dot. */
    public Counter plus(Dot dot, BigDecimal amount) {
        Sum before = sums.get(dot.actor());
        SortedMap<Actor, Sum> added = new TreeMap<>(sums);
        added.put(
                dot.actor(),
                new Sum(dot.time(), before == null ? amount : before.net().add(amount)));
        return new Counter(base, added);
    }

    /** The newest sum of each region, and the newest base. */
    public Counter merge(Counter other) {
        if (!Rule.COUNTER_SUMS.holds()) {
            return newest().isAfter(other.newest()) ? this : other;
        }
        SortedMap<Actor, Sum> merged = new TreeMap<>(sums);
        other.sums.forEach((actor, sum) -> merged.merge(actor, sum, (a, b) -> a.time() >= b.time() ? a : b));
        return new Counter(Base.max(base, other.base), merged);
    }

    /** Equal by number: a sum of 1.0 is a sum of 1. */
    public boolean sameAs(@Nullable Counter other) {
        return other != null && sums.keySet().equals(other.sums.keySet()) && sameBase(other) && sameSums(other);
    }

    private boolean sameBase(Counter other) {
        if (base == null || other.base == null) {
            return base == null && other.base == null;
        }
        return base.dot().equals(other.base.dot()) && base.amount().compareTo(other.base.amount()) == 0;
    }

    private boolean sameSums(Counter other) {
        return sums.entrySet().stream().allMatch(entry -> {
            Sum mine = entry.getValue();
            Sum theirs = other.sums.get(entry.getKey());
            return theirs != null && mine.time() == theirs.time() && mine.net().compareTo(theirs.net()) == 0;
        });
    }
}
