package dev.rejoin.cli.demo.step;

import dev.rejoin.cli.demo.scene.Application;
import dev.rejoin.cli.demo.scene.Holdings;
import dev.rejoin.cli.demo.scene.Scene;
import dev.rejoin.cli.demo.scene.Step;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Stock is decremented in every region, first in one moment, then while it replicates: each sale counts once. */
final class StockCounters implements Step {
    /** Shops sell at the same time; the common pool may have one thread only. */
    private static final Executor A_THREAD_EACH = shop -> new Thread(shop, "shop").start();

    private static final long STOCK = 500;
    private static final int BUSY_SALES = 40;

    @Override
    public String title() {
        return "Stock counters decremented in all regions at once stay exact";
    }

    @Override
    public void play(Scene scene) throws InterruptedException {
        scene.in(scene.region(0)).put(Orders.TEA, Orders.product("tea", STOCK));
        scene.settle();
        long sold = sellAtOnce(scene) + sellWhileReplicating(scene);
        scene.settle();
        Holdings holdings = scene.show(List.of(Orders.TEA), List.of(Orders.STOCK));
        scene.check(
                scene.regions().stream()
                        .allMatch(region ->
                                Value.N.of(STOCK - sold).equals(holdings.value(Orders.TEA, region, Orders.STOCK))),
                "every region has " + STOCK + " - " + sold + " = " + (STOCK - sold) + " left");
    }

    private static long sellAtOnce(Scene scene) throws InterruptedException {
        Map<Actor, Integer> sales = new TreeMap<>();
        scene.regions().forEach(region -> sales.put(region, 1 + scene.random().nextInt(9)));
        scene.concurrently(() -> sales.forEach((region, amount) -> {
            if (region.equals(scene.region(0))) {
                scene.in(region).subtract(Orders.TEA, Orders.STOCK, amount);
            } else {
                scene.in(region).add(Orders.TEA, Orders.STOCK, -amount);
            }
        }));
        return sales.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static long sellWhileReplicating(Scene scene) {
        List<CompletableFuture<Void>> shops = new ArrayList<>();
        for (Actor region : scene.regions()) {
            scene.story().wrote(region, "UpdateItem", Orders.TEA, "ADD stock -1, " + BUSY_SALES + " times");
            Application shop = scene.busyIn(region);
            shops.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < BUSY_SALES; i++) {
                            shop.add(Orders.TEA, Orders.STOCK, -1);
                        }
                    },
                    A_THREAD_EACH));
        }
        shops.forEach(CompletableFuture::join);
        return (long) BUSY_SALES * shops.size();
    }
}
