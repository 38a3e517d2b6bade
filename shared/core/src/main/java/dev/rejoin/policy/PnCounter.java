package dev.rejoin.policy;

import dev.rejoin.rule.Rule;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Counter;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Counts: what each region's applications add is summed up, whether they use ADD, SET or PutItem. Absent counts as 0. A value
 * that is no number is kept as a register until there is a number again.
 */
public final class PnCounter implements AttributePolicy {
    /** There is nothing to configure. */
    public static final PnCounter INSTANCE = new PnCounter();

    private PnCounter() {}

    @Override
    public String name() {
        return "counter";
    }

    @Override
    public void fold(PlainChange change, VersionBuilder into) {
        Cell register = into.register(change.attribute());
        boolean unknownStart = register != null && change.unseen();
        boolean otherwise = into.multi(change.attribute()) != null;
        if (unknownStart || otherwise || !Version.isCount(change.before()) || !Version.isCount(change.after())) {
            LwwRegister.INSTANCE.fold(change, into);
        } else if (register != null) {
            into.counter(change.attribute(), converted(register, change, into.counter(change.attribute())));
        } else {
            count(change, into);
        }
    }

    /** The number becomes the base, so that what several regions had before is not added up. */
    @Override
    public void begin(PlainChange origin, VersionBuilder into) {
        if (!Version.isCount(origin.after()) || !Rule.ORIGINS_COUNT_ONCE.holds()) {
            fold(origin, into);
            return;
        }
        Counter.Base base = new Counter.Base(origin.dot(), Version.number(origin.after()));
        into.counter(origin.attribute(), first(base, origin, BigDecimal.ZERO));
    }

    private static void count(PlainChange change, VersionBuilder into) {
        Counter counter = into.counter(change.attribute());
        BigDecimal after = Version.number(change.after());
        if (counter == null) {
            // Whatever showed before was never counted: it is of an earlier life, or older than replication.
            into.counter(change.attribute(), first(null, change, after));
            return;
        }
        BigDecimal before = change.unseen() ? counter.total() : Version.number(change.before());
        BigDecimal added = after.subtract(before);
        if (added.signum() != 0) {
            into.counter(change.attribute(), counter.plus(change.dot(), added));
        }
    }

    /** The register's number becomes the base, which is the same in every region that turns this register into a counter. */
    private static Counter converted(Cell register, PlainChange change, @Nullable Counter counted) {
        BigDecimal start = Version.number(change.before());
        BigDecimal added = Version.number(change.after()).subtract(start);
        if (counted == null) {
            return first(new Counter.Base(register.dot(), start), change, added);
        }
        Counter.Base base = new Counter.Base(register.dot(), start.subtract(counted.added()));
        return new Counter(base, counted.sums()).plus(change.dot(), added);
    }

    private static Counter first(Counter.@Nullable Base base, PlainChange change, BigDecimal added) {
        return Counter.of(
                base, change.dot().actor(), new Counter.Sum(change.dot().time(), added));
    }
}
