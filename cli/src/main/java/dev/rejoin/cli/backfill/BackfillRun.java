package dev.rejoin.cli.backfill;

import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.backfill.BackfillState.Part;
import dev.rejoin.cli.operate.KeyPage;
import dev.rejoin.cli.operate.Pace;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.Backfill;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Goes through a table's keys, then through its shadow table's, page by page, and keeps how far it is after each page. */
final class BackfillRun {
    private static final int ATTEMPTS = 8;
    private static final long PATIENCE_SECONDS = 60;

    private final Backfill backfill;
    private final Map<Part, KeyPage.Source> tables;
    private final Set<Actor> owed;
    private final Pace pace;
    private final boolean dryRun;

    /** @param dryRun whether to look only, and to write and owe nothing */
    BackfillRun(Backfill backfill, Map<Part, KeyPage.Source> tables, Set<Actor> owed, Pace pace, boolean dryRun) {
        this.backfill = backfill;
        this.tables = Map.copyOf(tables);
        this.owed = Set.copyOf(owed);
        this.pace = pace;
        this.dryRun = dryRun;
    }

    /**
     * Goes on from a state to the end.
     *
     * @param kept told of the state after each page, before the next begins
     * @param stepped told how many keys were done
     * @throws UnavailableException if a page cannot be done: what was kept is where to go on
     */
    BackfillState from(BackfillState begin, Consumer<BackfillState> kept, LongConsumer stepped)
            throws InterruptedException {
        BackfillState state = begin;
        while (state.part() != Part.DONE) {
            KeyPage.Source table = tables.get(state.part());
            if (table == null) {
                throw new IllegalStateException("no table for " + state.part());
            }
            KeyPage page = table.after(state.after());
            Backfill.Progress progress = page(page.keys());
            state = after(state, page, progress);
            kept.accept(state);
            stepped.accept(page.keys().size());
            pace.used(units(page, progress));
        }
        return state;
    }

    private static BackfillState after(BackfillState state, KeyPage page, Backfill.Progress progress) {
        Part next = state.part() == Part.ITEMS ? Part.SHADOW_ROWS : Part.DONE;
        return new BackfillState(
                page.isLast() ? next : state.part(),
                page.isLast() ? Map.of() : page.next(),
                state.marked() + progress.marked(),
                state.known() + progress.known(),
                state.tooLarge() + progress.tooLarge().size());
    }

    /** The scan; each key's item and row are read again; of marked items, the item and its row are written. */
    private static double units(KeyPage page, Backfill.Progress progress) {
        int keys = Math.max(1, page.keys().size());
        double written = page.writeUnits() * progress.marked() / keys + progress.marked();
        return 2 * page.readUnits() + page.keys().size() + written;
    }

    /** Keys that moved are tried again; what was marked before is known then, and counts as what it was. */
    private Backfill.Progress page(List<ItemKey> keys) throws InterruptedException {
        Set<ItemKey> left = new LinkedHashSet<>(keys);
        Set<ItemKey> tooLarge = new LinkedHashSet<>();
        int marked = 0;
        int known = 0;
        for (int attempt = 1; !left.isEmpty(); attempt++) {
            Backfill.Progress progress = await(dryRun ? backfill.look(left) : backfill.take(left, owed));
            marked += progress.marked();
            known += progress.known();
            tooLarge.addAll(progress.tooLarge());
            left = progress.again();
            if (!left.isEmpty() && attempt == ATTEMPTS) {
                throw new UnavailableException(left.size() + " items moved or could not be read " + ATTEMPTS
                        + " times, among them " + left.iterator().next() + ". Run the same command again");
            }
        }
        return new Backfill.Progress(marked, known, Set.of(), tooLarge);
    }

    private static <T> T await(CompletableFuture<T> work) throws InterruptedException {
        try {
            return work.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new UnavailableException(
                    "a page could not be done: " + e.getCause() + ". Run the same command again", e.getCause());
        } catch (TimeoutException e) {
            throw new UnavailableException("no answer for " + PATIENCE_SECONDS + " s. Run the same command again", e);
        }
    }
}
