package dev.rejoin.testkit.sim;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.Conflict;
import dev.rejoin.replica.DeletedItem;
import dev.rejoin.replica.Origins;
import dev.rejoin.version.Cell;
import dev.rejoin.version.SequenceNumber;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the journals of a run have, with its value, and what the bins have. */
final class JournalLog {
    private final Set<Loser> losers = new HashSet<>();
    private final Map<Actor, Map<SequenceNumber, DeletedItem>> bins = new HashMap<>();

    private record Loser(ItemKey key, String attribute, Dot dot) {}

    boolean has(ItemKey key, String attribute, Dot dot) {
        return losers.contains(new Loser(key, attribute, dot));
    }

    /**
     * A journal took an entry; without the value it is none.
     *
     * @return what is wrong with it, null if nothing is
     */
    @Nullable
    String took(Conflict conflict) {
        boolean told = conflict.loser().state() != Cell.State.WITHHELD;
        if (told) {
            losers.add(new Loser(
                    conflict.key(), conflict.attribute(), conflict.loser().dot()));
        }
        boolean origins = Origins.isOrigin(conflict.loser().dot()) && Origins.isOrigin(conflict.winner());
        return origins && told && Objects.equals(conflict.loser().value(), conflict.winningValue())
                ? "one value that two regions had before is in conflict with itself: " + conflict.attribute()
                : null;
    }

    /** A bin took an item. */
    void binned(SimRegion region, DeletedItem deleted) {
        bins.computeIfAbsent(region.self(), self -> new HashMap<>()).put(deleted.sequence(), deleted);
    }

    /** What the bin of a region has of that record, null if nothing. */
    @Nullable
    DeletedItem binned(SimRegion region, SequenceNumber sequence) {
        return bins.getOrDefault(region.self(), Map.of()).get(sequence);
    }

    /** The values in the journal, sorted. */
    SortedSet<String> losers() {
        SortedSet<String> sorted = new TreeSet<>();
        losers.forEach(loser -> sorted.add(loser.attribute + " of " + loser.dot));
        return sorted;
    }

    /** A hash of what the journal has, in whatever order it became known. */
    long digest() {
        long sum = 0;
        for (Loser loser : losers) {
            sum += Digest.of(List.of(loser.attribute, loser.dot));
        }
        return sum;
    }
}
