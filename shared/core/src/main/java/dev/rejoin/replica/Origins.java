package dev.rejoin.replica;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.policy.ItemPolicy;
import dev.rejoin.policy.PlainChange;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Merge;
import dev.rejoin.version.SequenceNumber;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.util.Objects;

/**
 * What items showed before their replication began. Nobody knows when that was written, so it counts as written at the first
 * of all times, in the region that has it: any write that was seen is newer, every region comes to the same dots whatever the
 * order in which they hear of each other, and what two regions had of the same value is no conflict.
 */
public final class Origins {
    /** The time of every origin: older than that of any write, which is milliseconds since 1970 times 65536. */
    public static final long TIME = Dot.FIRST_TIME;

    private Origins() {}

    /** Whether a dot stands for what was there before replication began. */
    public static boolean isOrigin(Dot dot) {
        return dot.time() == TIME;
    }

    /**
     * What is known before a record is folded: the key's row, or if the record shows an item of which nothing is known in a table that
     * is older than its replication, a row that describes this item as its region's origin, or as what was {@link Restored}. A peer's
     * tombstone, which found nothing there any more, says nothing of the item.
     *
     * @return {@code shadow} itself if it stands
     */
    public static ShadowRow known(ReplicaConfig config, StreamRecord record, ShadowRow shadow) {
        StoredItem before = record.before();
        boolean older = (config.predates() && Rule.ORIGINS_OLDEST.holds()) || config.backup() != null;
        if (before == null || !older) {
            return shadow;
        }
        boolean folded = !shadow.sequence().equals(SequenceNumber.NONE) || shadow.fingerprint() != null;
        if (folded || KeyState.clockOf(config.home(), before) != null) {
            return shadow;
        }
        Actor backup = config.backup();
        return backup == null
                ? of(config, before, shadow)
                : Restored.row(config, backup, before, record.after(), shadow);
    }

    private static ShadowRow of(ReplicaConfig config, StoredItem item, ShadowRow tombstone) {
        Dot dot = new Dot(TIME, config.self());
        ItemPolicy policy = config.policy().at(item.key());
        VersionBuilder origin = policy.isWholeItem()
                ? Fold.everything(policy, item.attributes(), Version.EMPTY, dot)
                : begun(policy, item, dot);
        return describing(item, origin.existence(dot).build(), tombstone);
    }

    private static VersionBuilder begun(ItemPolicy policy, StoredItem item, Dot dot) {
        VersionBuilder into = new VersionBuilder(Version.EMPTY).seen(dot);
        item.attributes()
                .asMap()
                .forEach((name, value) -> policy.of(name).begin(new PlainChange(name, null, value, dot, true), into));
        return into;
    }

    /** A row into which no record was folded yet. */
    static ShadowRow describing(StoredItem item, Version shown, ShadowRow tombstone) {
        Version version = Merge.of(shown, tombstone.clock());
        return new ShadowRow(
                version,
                SequenceNumber.NONE,
                version.fingerprint(item.attributes()),
                Version.EMPTY.registers(),
                tombstone.buried(),
                tombstone.unshown());
    }

    /**
     * Whether two registers are origins of one value, as far as is known (a clock withholds values, and whoever wrote it had compared
     * them), or one was found in a backup and is known to be what the other says.
     */
    static boolean agree(Cell a, Cell b) {
        boolean unknown = a.state() == Cell.State.WITHHELD || b.state() == Cell.State.WITHHELD;
        boolean equal = Objects.equals(a.value(), b.value());
        boolean origins = isOrigin(a.dot()) && isOrigin(b.dot()) && (unknown || equal);
        boolean found = (Restored.isFound(a.dot()) || Restored.isFound(b.dot())) && !unknown && equal;
        return (origins || found) && Rule.ORIGINS_AGREE.holds();
    }

    /** Whether a register says that an item never had the attribute: where items are replaced whole, their origins say that too. */
    static boolean isNothing(Cell register) {
        return register.isRemoved() && isOrigin(register.dot());
    }

    /** Whether a register is lost by nobody if an origin replaces the whole item: it says nothing, or the origin says the same. */
    static boolean isIn(Version whole, String name, Cell register) {
        Dot taking = whole.deleted();
        if (taking == null || !isOrigin(taking)) {
            return false;
        }
        Cell same = whole.registers().get(name);
        return isNothing(register) || (same != null && agree(register, same));
    }
}
