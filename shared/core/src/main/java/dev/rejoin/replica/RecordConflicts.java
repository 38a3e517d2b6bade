package dev.rejoin.replica;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.Attributes;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.ItemClock;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what met, or was overtaken, where a stream record is folded: with the values that the record shows, which nobody else may have any more. */
final class RecordConflicts {
    private final Conflicts conflicts;

    RecordConflicts(MergePolicy policy) {
        this.conflicts = new Conflicts(policy);
    }

    /** Writes that a delete of ours took without knowing them, where an application puts the item anew before they are brought back. */
    List<Conflict> overtaken(StreamRecord record, ShadowRow shadow, Dot dot) {
        StoredItem after = record.after();
        return record.before() == null && after != null && Rule.OVERTAKEN_TOLD.holds()
                ? conflicts.overtaken(record.key(), shadow.lost(), dot, after.attributes())
                : List.of();
    }

    /** What the row and the item's clock say of one another, with the values that the record shows. */
    List<Conflict> met(StreamRecord record, ShadowRow shadow, ItemClock clock, @Nullable StoredItem item) {
        Attributes before = Capture.shown(record.before());
        Attributes shown = Capture.shown(item);
        Long found = shadow.fingerprint();
        boolean folded = found != null && found == shadow.clock().fingerprint(before);
        // What the write changed is what its clock says, whatever else had moved since it was decided.
        Attributes written = clock.fingerprint() == clock.version().fingerprint(shown)
                ? shown
                : shown.only(before.differences(shown)::contains);
        return conflicts.between(
                record.key(),
                valued(shadow.clock(), folded ? before : Attributes.NONE, shown, shadow),
                valued(clock.version(), written, shown, shadow));
    }

    private static Version valued(Version clock, Attributes registers, Attributes siblings, ShadowRow shadow) {
        Version valued = clock.withSiblings(siblings);
        return Rule.LOSERS_SHOWN.holds() ? valued.withRegisters(registers, shadow.lost()) : valued;
    }

    /** Values that an insert of ours brought although a delete that it did not know had taken them already. */
    List<Conflict> undone(StreamRecord record, ShadowRow shadow, Version wrote, Version merged) {
        StoredItem after = record.after();
        return after == null || record.before() != null
                ? List.of()
                : conflicts.undone(record.key(), wrote.valued(after.attributes(), shadow.lost()), merged);
    }
}
