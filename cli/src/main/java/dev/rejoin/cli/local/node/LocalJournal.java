package dev.rejoin.cli.local.node;

import dev.rejoin.replica.Conflict;
import dev.rejoin.replica.ConflictJournal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Losing values in a table, and again in memory, each conflict once however often it is recorded. */
public final class LocalJournal implements ConflictJournal {
    private final ConflictJournal table;
    private final Map<String, Conflict> conflicts = new LinkedHashMap<>();

    /** @param table where they are kept too, for who looks from outside */
    public LocalJournal(ConflictJournal table) {
        this.table = table;
    }

    @Override
    public CompletableFuture<Void> record(List<Conflict> found) {
        return table.record(found).thenRun(() -> remember(found));
    }

    @Override
    public boolean keepsValues() {
        return table.keepsValues();
    }

    private synchronized void remember(List<Conflict> found) {
        found.forEach(conflict -> conflicts.merge(conflict.id(), conflict, LocalJournal::fuller));
    }

    /** All of them, oldest first. */
    public synchronized List<Conflict> conflicts() {
        return List.copyOf(conflicts.values());
    }

    /** Of two records of one conflict, the one that knows more values. */
    public static Conflict fuller(Conflict a, Conflict b) {
        return values(b) > values(a) ? b : a;
    }

    private static int values(Conflict conflict) {
        return (conflict.loser().value() == null ? 0 : 1) + (conflict.winningValue() == null ? 0 : 1);
    }
}
