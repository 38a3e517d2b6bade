package dev.rejoin.cli.demo.step;

import dev.rejoin.cli.demo.scene.Holdings;
import dev.rejoin.cli.demo.scene.Scene;
import dev.rejoin.cli.demo.scene.Step;
import dev.rejoin.cli.output.Show;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.Value;
import java.time.Duration;
import java.util.List;

/** A region is cut off while both sides go on writing, and joins again. */
final class PartitionAndHeal implements Step {
    private static final String SHARED = "order#1005";
    private static final String OURS = "order#3001";
    private static final String THEIRS = "order#3002";
    private static final long STOCK = 200;
    private static final List<String> ATTRIBUTES = List.of(Orders.STATUS, Orders.NOTE, Orders.STOCK);
    private static final List<String> IDS = List.of(SHARED, OURS, THEIRS, Orders.COFFEE);

    @Override
    public String title() {
        return "A region is cut off, both sides write on, and the partition heals";
    }

    @Override
    public void play(Scene scene) throws InterruptedException {
        Actor island = scene.region(-1);
        scene.in(scene.region(0)).put(Orders.COFFEE, Orders.product("coffee", STOCK));
        scene.settle();
        scene.cluster().links().isolate(island);
        scene.story().tells(island + " is cut off");
        long sold = writeOnBothSides(scene, island);
        scene.settle();
        long owed = scene.cluster().owed();
        Holdings apart = scene.show(IDS, ATTRIBUTES);
        scene.story().tells(Show.count(owed, "key is", "keys are") + " owed across the cut");
        scene.check(
                !apart.areEqual() && apart.item(OURS, island) == null && owed > 0,
                "the sides differ, and each owes the other");
        heal(scene, island, sold);
    }

    private static long writeOnBothSides(Scene scene, Actor island) throws InterruptedException {
        Actor mainland = scene.region(0);
        int here = 1 + scene.random().nextInt(20);
        int there = 1 + scene.random().nextInt(20);
        scene.in(mainland).set(SHARED, Orders.STATUS, Orders.text("packed"));
        scene.in(mainland).put(OURS, Orders.order("Donald", "17.20"));
        scene.in(mainland).add(Orders.COFFEE, Orders.STOCK, -here);
        scene.later();
        scene.in(island).set(SHARED, Orders.STATUS, Orders.text("cancelled"));
        scene.in(island).set(SHARED, Orders.NOTE, Orders.text("too late"));
        scene.in(island).put(THEIRS, Orders.order("John", "5.80"));
        scene.in(island).add(Orders.COFFEE, Orders.STOCK, -there);
        return (long) here + there;
    }

    private static void heal(Scene scene, Actor island, long sold) throws InterruptedException {
        long healed = System.nanoTime();
        scene.cluster().links().heal(island);
        scene.settle();
        Duration took = Duration.ofNanos(System.nanoTime() - healed);
        scene.story().tells(island + " is back; all hints delivered after " + Show.seconds(took));
        Holdings together = scene.show(IDS, ATTRIBUTES);
        scene.conflicts(SHARED, Orders.STATUS).forEach(conflict -> scene.story().tells(Journal.line(conflict)));
        scene.check(together.areEqual() && scene.cluster().owed() == 0, "all regions are equal, and nothing is owed");
        scene.check(
                scene.regions().stream()
                        .allMatch(region ->
                                Value.N.of(STOCK - sold).equals(together.value(Orders.COFFEE, region, Orders.STOCK))),
                "sales of both sides count: " + STOCK + " - " + sold + " = " + (STOCK - sold));
        scene.check(scene.conflicts(SHARED, Orders.STATUS).size() == 1, "the edit that lost is in the journal");
    }
}
