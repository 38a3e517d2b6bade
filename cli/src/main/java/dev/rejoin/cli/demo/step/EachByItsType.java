package dev.rejoin.cli.demo.step;

import dev.rejoin.cli.demo.scene.Holdings;
import dev.rejoin.cli.demo.scene.Scene;
import dev.rejoin.cli.demo.scene.Step;
import dev.rejoin.cli.demo.step.Changes.Change;
import dev.rejoin.cli.output.Show;
import dev.rejoin.cli.output.Style;
import dev.rejoin.cli.output.TextTable;
import dev.rejoin.cli.output.TextTable.Cell;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.Value;
import dev.rejoin.replica.Conflict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Two regions that are cut apart change the same attributes, each of which merges by its type. */
final class EachByItsType implements Step {
    private static final List<Change> CHANGES = Changes.all();
    private static final List<String> IDS = List.copyOf(Changes.items().keySet());

    @Override
    public String title() {
        return "Each attribute merges by its type: what last-writer-wins would keep, and what Rejoin has";
    }

    @Override
    public void play(Scene scene) throws InterruptedException {
        Actor early = scene.region(0);
        Actor late = scene.region(1);
        Changes.items().forEach(scene.busyIn(early)::put);
        scene.settle();
        scene.cluster().links().isolate(late);
        scene.story().tells(late + " is cut off, and the same items are changed on both sides");
        CHANGES.forEach(change -> change.early().accept(scene.in(early)));
        scene.later();
        CHANGES.forEach(change -> change.late().accept(scene.in(late)));
        scene.settle();
        Holdings apart = scene.holdings(IDS);
        scene.cluster().links().heal(late);
        scene.settle();
        Holdings together = scene.holdings(IDS);
        // The newest writes are all of this region, so an item as it has it is what last-writer-wins keeps.
        scene.story().shows(table(apart, together, late));
        check(scene, together);
    }

    private static TextTable table(Holdings apart, Holdings together, Actor late) {
        TextTable table = new TextTable().row(Style.DIM, "item", "attribute", "type", "last-writer-wins", "Rejoin");
        for (Change change : CHANGES) {
            Value kept = apart.value(change.id(), late, change.attribute());
            Value merged = together.value(change.id(), late, change.attribute());
            Style style = Objects.equals(kept, merged) ? Style.PLAIN : Style.WARN;
            List<Cell> row = new ArrayList<>();
            List.of(change.id(), change.attribute(), change.type()).forEach(text -> row.add(Cell.of(text)));
            row.add(new Cell(Show.value(kept), style));
            row.add(Cell.of(Show.value(merged)));
            table.row(row);
        }
        return table;
    }

    private static void check(Scene scene, Holdings together) {
        for (Change change : CHANGES) {
            boolean everywhere = scene.regions().stream()
                    .allMatch(region ->
                            change.expected().equals(together.value(change.id(), region, change.attribute())));
            scene.check(everywhere, change.attribute() + ": " + change.claim());
        }
        List<Conflict> met = new ArrayList<>();
        IDS.forEach(id -> met.addAll(scene.conflicts(id, null)));
        met.forEach(conflict -> scene.story().tells(Journal.line(conflict)));
        scene.check(
                met.size() == Changes.LOSERS
                        && met.stream().allMatch(conflict -> isThis(conflict, scene.region(0), scene.region(1))),
                "what is not shown is in the journal, and nothing else is");
    }

    /** The loser is what the other side wrote. */
    private static boolean isThis(Conflict conflict, Actor early, Actor late) {
        Actor loser = conflict.loser().dot().actor();
        Actor winner = conflict.winner().actor();
        return isShown(conflict.attribute(), conflict.winningValue())
                && !isShown(conflict.attribute(), conflict.loser().value())
                && (loser.equals(early) ? winner.equals(late) : loser.equals(late) && winner.equals(early));
    }

    private static boolean isShown(String attribute, @Nullable Value value) {
        return CHANGES.stream()
                .anyMatch(change -> change.attribute().equals(attribute)
                        && change.expected().equals(value));
    }
}
