package dev.rejoin.policy;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.Fingerprint;
import dev.rejoin.item.Value;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.DataType;
import dev.rejoin.version.DataType.Shape;
import dev.rejoin.version.Elements;
import dev.rejoin.version.Multi;
import dev.rejoin.version.Sibling;
import dev.rejoin.version.VersionBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A set of texts, numbers or bytes in which an addition wins over a concurrent removal: a removal takes only what its region
 * knew. A value that is no set is kept as a register until there is a set again.
 *
 * @see <a href="https://arxiv.org/abs/1210.3368">Bieniusa et al., An optimized conflict-free replicated set, 2012</a>
 */
public final class AddWinsSet implements AttributePolicy {
    /** There is nothing to configure. */
    public static final AddWinsSet INSTANCE = new AddWinsSet();

    private AddWinsSet() {}

    @Override
    public String name() {
        return DataType.SET.name();
    }

    @Override
    public void fold(PlainChange change, VersionBuilder into) {
        Value after = change.after();
        Multi known = into.multi(change.attribute());
        if (after != null && !Elements.isSet(after)) {
            LwwRegister.INSTANCE.fold(change, into);
            return;
        }
        Counts.bringToZero(change.attribute(), change.dot(), into);
        boolean goesOn = !change.unseen() && sameKind(change.before(), after);
        into.multi(
                change.attribute(),
                known != null && goesOn && known.consistsOf(Shape.SET) && Rule.ELEMENTS_STAY.holds()
                        ? changed(known, change)
                        : Multi.of(change.dot(), added(change.dot(), elements(after))));
    }

    /** An attribute that is gone, or was, had the type that it has next. */
    private static boolean sameKind(@Nullable Value before, @Nullable Value after) {
        return before == null || after == null || before.getClass() == after.getClass();
    }

    private static Multi changed(Multi known, PlainChange change) {
        Set<Value> removed = new HashSet<>(elements(change.before()));
        List<Value> added = new ArrayList<>(elements(change.after()));
        Set<Value> kept = new HashSet<>(added);
        kept.retainAll(removed);
        added.removeAll(kept);
        removed.removeAll(kept);
        Set<Long> hashes = new HashSet<>();
        removed.forEach(element -> hashes.add(Fingerprint.of(element)));
        return known.written(change.dot(), sibling -> hashes.contains(sibling.hash()), added(change.dot(), added));
    }

    private static List<Value> elements(@Nullable Value value) {
        List<Value> elements = Elements.of(value);
        return elements == null ? List.of() : elements;
    }

    private static List<Sibling> added(Dot dot, List<Value> elements) {
        List<Sibling> added = new ArrayList<>();
        elements.forEach(element -> added.add(Sibling.of(dot, added.size(), DataType.SET, element)));
        return added;
    }
}
