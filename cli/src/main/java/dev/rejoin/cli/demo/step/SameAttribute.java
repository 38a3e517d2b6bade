package dev.rejoin.cli.demo.step;

import dev.rejoin.cli.demo.scene.Holdings;
import dev.rejoin.cli.demo.scene.Scene;
import dev.rejoin.cli.demo.scene.Step;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.Value;
import dev.rejoin.replica.Conflict;
import java.util.List;

/** Two regions change the same attribute: the later write stands everywhere, the other is in the journal. */
final class SameAttribute implements Step {
    private static final String ID = "order#1002";
    private static final Value FIRST = Orders.text("cancelled");
    private static final Value SECOND = Orders.text("shipped");

    @Override
    public String title() {
        return "Concurrent edits of one attribute settle the same way everywhere, and the loser is kept";
    }

    @Override
    public void play(Scene scene) throws InterruptedException {
        Actor early = scene.region(0);
        Actor late = scene.region(1);
        scene.concurrently(() -> {
            scene.in(early).set(ID, Orders.STATUS, FIRST);
            scene.later();
            scene.in(late).set(ID, Orders.STATUS, SECOND);
        });
        scene.settle();
        Holdings holdings = scene.show(List.of(ID), List.of(Orders.STATUS));
        List<Conflict> conflicts = scene.conflicts(ID, Orders.STATUS);
        conflicts.forEach(conflict -> scene.story().tells(Journal.line(conflict)));
        scene.check(
                scene.regions().stream().allMatch(region -> SECOND.equals(holdings.value(ID, region, Orders.STATUS))),
                "the later write stands in every region");
        scene.check(
                conflicts.size() == 1 && isThis(conflicts.get(0), early, late),
                "the journal names the one conflict, with both values");
    }

    private static boolean isThis(Conflict conflict, Actor loser, Actor winner) {
        return conflict.loser().dot().actor().equals(loser)
                && FIRST.equals(conflict.loser().value())
                && conflict.winner().actor().equals(winner)
                && SECOND.equals(conflict.winningValue());
    }
}
