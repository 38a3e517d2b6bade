package dev.rejoin.testkit.sim;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.testkit.sim.FoldLog.Entry;
import dev.rejoin.version.Version;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the newest write replaces the item, the item is what its newest write left, and every other write is accounted for. */
final class WholeItemOracle {
    private final ItemKey key;
    private final FoldLog log;
    private final Version clock;

    WholeItemOracle(ItemKey key, FoldLog log, Version clock) {
        this.key = key;
        this.log = log;
        this.clock = clock;
    }

    @Nullable
    String check() {
        List<Entry> writes = log.of(key);
        Entry last = writes.stream().max(Comparator.comparing(Entry::dot)).orElse(null);
        if (last == null || log.isTrimmed(key)) {
            return null;
        }
        Attributes left = last.after() == null ? Attributes.NONE : last.after().attributes();
        if (clock.isLive() && !clock.content().equals(left)) {
            return "shows " + clock.content().asMap() + ", its newest write left " + left.asMap() + " at " + last.dot()
                    + ": " + clock;
        }
        for (Entry entry : writes) {
            for (String name : entry.wrote()) {
                boolean seen = writes.stream()
                        .anyMatch(later -> RegisterOracle.sameOrigin(name, entry, later)
                                || (!later.dot().equals(entry.dot())
                                        && later.seen().has(entry.dot())));
                if (!name.isEmpty()
                        && !entry.isFound()
                        && !entry.dot().equals(last.dot())
                        && !seen
                        && !log.journal().has(key, name, entry.dot())) {
                    return "lost in silence: " + name + " of " + entry.dot();
                }
            }
        }
        return null;
    }
}
