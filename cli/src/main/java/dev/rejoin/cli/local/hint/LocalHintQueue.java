package dev.rejoin.cli.local.hint;

import dev.rejoin.cli.local.watch.Activity;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.HintQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * Hints in memory, as durable as the log that they are written to. A key that is owed again is a new hint and due at once; one that could not be
 * delivered is due later and later.
 */
public final class LocalHintQueue implements HintQueue {
    private final Activity activity;
    private final HintLog log;
    private final Duration retryFrom;
    private final Duration retryTo;
    private final Map<Actor, Map<ItemKey, Entry>> owed = new HashMap<>();
    private long receipts;

    /**
     * @param retryFrom wait after the first delivery that failed
     * @param retryTo longest wait; each failure doubles the wait until then
     */
    public LocalHintQueue(Activity activity, Duration retryFrom, Duration retryTo) {
        this(activity, retryFrom, retryTo, HintLog.NONE);
    }

    /**
     * @param retryFrom wait after the first delivery that failed
     * @param retryTo longest wait; each failure doubles the wait until then
     * @param log keeps the hints; those that it has kept are owed from the start
     */
    public LocalHintQueue(Activity activity, Duration retryFrom, Duration retryTo, HintLog log) {
        this.activity = activity;
        this.log = log;
        this.retryFrom = retryFrom;
        this.retryTo = retryTo;
        log.kept().forEach(this::note);
    }

    private record Entry(Hint hint, int failures, long dueNanos, long owedNanos) {}

    @Override
    public synchronized CompletableFuture<Void> owe(Actor peer, Collection<ItemKey> keys) {
        note(peer, keys);
        activity.changed();
        notifyAll();
        // Within the lock: the log's lines are in the order of what happened here.
        return log.owed(peer, keys);
    }

    private void note(Actor peer, Collection<ItemKey> keys) {
        Map<ItemKey, Entry> hints = hints(peer);
        long now = System.nanoTime();
        for (ItemKey key : keys) {
            receipts++;
            Entry before = hints.get(key);
            hints.put(
                    key,
                    new Entry(
                            new Hint(peer, key, Long.toString(receipts)),
                            0,
                            now,
                            before == null ? now : before.owedNanos));
        }
    }

    @Override
    public synchronized CompletableFuture<Void> settle(Hint hint) {
        Map<ItemKey, Entry> hints = hints(hint.peer());
        Entry entry = hints.get(hint.key());
        if (entry != null && entry.hint.equals(hint)) {
            hints.remove(hint.key());
            log.settled(hint.peer(), hint.key());
            activity.changed();
        }
        return CompletableFuture.completedFuture(null);
    }

    /** Hints that are due, at most so many; blocks until there is one. They stay until they are settled. */
    public synchronized List<Hint> take(Actor peer, int most) throws InterruptedException {
        List<Hint> due = due(peer, most);
        while (due.isEmpty()) {
            wait(millisUntilDue(peer));
            due = due(peer, most);
        }
        return due;
    }

    /** These could not be delivered now. */
    public synchronized void postpone(Collection<Hint> kept) {
        long now = System.nanoTime();
        for (Hint hint : kept) {
            hints(hint.peer())
                    .computeIfPresent(
                            hint.key(),
                            (key, entry) -> entry.hint.equals(hint)
                                    ? new Entry(
                                            hint,
                                            entry.failures + 1,
                                            now + delay(entry.failures).toNanos(),
                                            entry.owedNanos)
                                    : entry);
        }
    }

    /** How many keys a peer is owed. */
    public synchronized int size(Actor peer) {
        return owed.getOrDefault(peer, Map.of()).size();
    }

    /** Since when the oldest is owed, zero if none is. */
    public synchronized Duration oldest(Actor peer) {
        long now = System.nanoTime();
        return Duration.ofNanos(owed.getOrDefault(peer, Map.of()).values().stream()
                .mapToLong(entry -> now - entry.owedNanos)
                .max()
                .orElse(0));
    }

    private Map<ItemKey, Entry> hints(Actor peer) {
        return owed.computeIfAbsent(peer, actor -> new LinkedHashMap<>());
    }

    private List<Hint> due(Actor peer, int most) {
        long now = System.nanoTime();
        List<Hint> due = new ArrayList<>();
        for (Entry entry : hints(peer).values()) {
            if (entry.dueNanos - now <= 0 && due.size() < most) {
                due.add(entry.hint);
            }
        }
        return due;
    }

    /** How long to wait until a hint is due; 0, which means until one is noted, if there is none. */
    private long millisUntilDue(Actor peer) {
        long now = System.nanoTime();
        OptionalLong nanos = hints(peer).values().stream()
                .mapToLong(entry -> entry.dueNanos - now)
                .min();
        return nanos.isEmpty() ? 0 : Math.max(nanos.getAsLong(), 0) / 1_000_000 + 1;
    }

    private Duration delay(int failures) {
        Duration wait = retryFrom.multipliedBy(1L << Math.min(failures, 20));
        return wait.compareTo(retryTo) < 0 ? wait : retryTo;
    }
}
