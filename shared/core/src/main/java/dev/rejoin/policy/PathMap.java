package dev.rejoin.policy;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.Value;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.DataType;
import dev.rejoin.version.DataType.Shape;
import dev.rejoin.version.Multi;
import dev.rejoin.version.Paths;
import dev.rejoin.version.Sibling;
import dev.rejoin.version.VersionBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A nested map of which each path is a register: writes of different paths all stand, of one path the newest does. A path that is
 * written stands before a concurrent removal, as in an {@link AddWinsSet}. A value that is no map is kept as a register until
 * there is a map again.
 */
public final class PathMap implements AttributePolicy {
    /** There is nothing to configure. */
    public static final PathMap INSTANCE = new PathMap();

    private PathMap() {}

    @Override
    public String name() {
        return DataType.MAP.name();
    }

    @Override
    public void fold(PlainChange change, VersionBuilder into) {
        Value after = change.after();
        if (after != null && !(after instanceof Value.M)) {
            LwwRegister.INSTANCE.fold(change, into);
            return;
        }
        Counts.bringToZero(change.attribute(), change.dot(), into);
        Multi known = into.multi(change.attribute());
        boolean goesOn = !change.unseen() && change.before() instanceof Value.M && Rule.PATHS_ALONE.holds();
        Map<List<String>, Value> leaves = Paths.leaves(after);
        into.multi(
                change.attribute(),
                known != null && goesOn && known.consistsOf(Shape.MAP)
                        ? changed(known, change, leaves)
                        : Multi.of(change.dot(), written(change.dot(), leaves, leaves.keySet())));
    }

    private static Multi changed(Multi known, PlainChange change, Map<List<String>, Value> after) {
        Map<List<String>, Value> before = Paths.leaves(change.before());
        Set<List<String>> paths = new HashSet<>(before.keySet());
        paths.addAll(after.keySet());
        paths.removeIf(path -> Objects.equals(before.get(path), after.get(path)));
        // What another value hides was seen by this write as little as it is shown, and comes to an end with it.
        return known.written(
                change.dot(),
                sibling -> paths.contains(sibling.path()) || !before.containsKey(sibling.path()),
                written(change.dot(), after, paths));
    }

    private static List<Sibling> written(Dot dot, Map<List<String>, Value> leaves, Collection<List<String>> paths) {
        List<Sibling> written = new ArrayList<>();
        leaves.forEach((path, value) -> {
            if (paths.contains(path)) {
                written.add(Sibling.of(dot, written.size(), DataType.MAP, value).on(path));
            }
        });
        return written;
    }
}
