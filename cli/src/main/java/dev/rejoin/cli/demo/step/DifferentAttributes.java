package dev.rejoin.cli.demo.step;

import dev.rejoin.cli.demo.scene.Holdings;
import dev.rejoin.cli.demo.scene.Scene;
import dev.rejoin.cli.demo.scene.Step;
import java.util.List;

/** Two regions change different attributes of one order, neither knowing of the other: both changes stand. */
final class DifferentAttributes implements Step {
    private static final String ID = "order#1001";

    @Override
    public String title() {
        return "Concurrent edits of different attributes both survive";
    }

    @Override
    public void play(Scene scene) throws InterruptedException {
        scene.concurrently(() -> {
            scene.in(scene.region(0)).set(ID, Orders.STATUS, Orders.text("packed"));
            scene.in(scene.region(1)).set(ID, Orders.NOTE, Orders.text("gift wrap"));
        });
        scene.settle();
        Holdings holdings = scene.show(List.of(ID), List.of(Orders.STATUS, Orders.NOTE));
        boolean both = scene.regions().stream()
                .allMatch(region -> Orders.text("packed").equals(holdings.value(ID, region, Orders.STATUS))
                        && Orders.text("gift wrap").equals(holdings.value(ID, region, Orders.NOTE)));
        scene.check(both, "both edits are in every region");
        scene.check(scene.conflicts(ID, null).isEmpty(), "no conflict was journalled, because there is none");
    }
}
