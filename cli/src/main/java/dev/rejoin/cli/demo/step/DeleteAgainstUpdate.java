package dev.rejoin.cli.demo.step;

import dev.rejoin.cli.demo.scene.Holdings;
import dev.rejoin.cli.demo.scene.Scene;
import dev.rejoin.cli.demo.scene.Step;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.Value;
import dev.rejoin.replica.Conflict;
import dev.rejoin.replica.StoredItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A delete takes what is older than it; what is newer and did not know it lives on. */
final class DeleteAgainstUpdate implements Step {
    private static final String DELETED_LAST = "order#1003";
    private static final String UPDATED_LAST = "order#1004";
    private static final Value RETURNED = Orders.text("returned");

    @Override
    public String title() {
        return "A delete against an update: the later one decides, and nothing is lost in silence";
    }

    @Override
    public void play(Scene scene) throws InterruptedException {
        Actor here = scene.region(0);
        Actor there = scene.region(1);
        scene.concurrently(() -> {
            scene.in(there).set(DELETED_LAST, Orders.STATUS, RETURNED);
            scene.in(here).delete(UPDATED_LAST);
            scene.later();
            scene.in(here).delete(DELETED_LAST);
            scene.in(there).set(UPDATED_LAST, Orders.STATUS, RETURNED);
        });
        scene.settle();
        Holdings holdings =
                scene.show(List.of(DELETED_LAST, UPDATED_LAST), List.of("customer", Orders.STATUS, Orders.TOTAL));
        List<Conflict> conflicts = scene.conflicts(DELETED_LAST, null);
        conflicts.forEach(conflict -> scene.story().tells(Journal.line(conflict)));
        checks(scene, holdings, conflicts);
    }

    private static void checks(Scene scene, Holdings holdings, List<Conflict> conflicts) {
        scene.check(
                scene.regions().stream().allMatch(region -> holdings.item(DELETED_LAST, region) == null),
                DELETED_LAST + ": the delete is later, so the order is gone everywhere");
        scene.check(
                conflicts.stream()
                        .anyMatch(conflict -> conflict.isDelete()
                                && RETURNED.equals(conflict.loser().value())),
                DELETED_LAST + ": the update that it took is in the journal");
        scene.check(
                scene.regions().stream().allMatch(region -> isOnlyReturned(holdings.item(UPDATED_LAST, region))),
                UPDATED_LAST + ": the update is later, so it lives everywhere, without what the delete took");
    }

    private static boolean isOnlyReturned(@Nullable StoredItem item) {
        return item != null && item.attributes().equals(Attributes.of(Orders.STATUS, RETURNED));
    }
}
