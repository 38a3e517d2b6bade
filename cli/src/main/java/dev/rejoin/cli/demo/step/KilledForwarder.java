package dev.rejoin.cli.demo.step;

import dev.rejoin.cli.demo.scene.Application;
import dev.rejoin.cli.demo.scene.Holdings;
import dev.rejoin.cli.demo.scene.Progress;
import dev.rejoin.cli.demo.scene.Scene;
import dev.rejoin.cli.demo.scene.Step;
import dev.rejoin.cli.local.function.ForwarderFunction;
import dev.rejoin.cli.output.Show;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.Value;
import dev.rejoin.replica.ReplicationMetrics.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** A forwarder dies in the middle of a batch of many changes; the batch comes again, and every change counts once. */
final class KilledForwarder implements Step {
    private static final int ORDERS = 150;
    private static final int SALES = 150;
    private static final int PRODUCTS = 15;
    private static final long STOCK = 1_000;
    private static final int PATIENCE_SECONDS = 10;

    @Override
    public String title() {
        return "A forwarder is killed in the middle of a batch: nothing is lost, nothing counts twice";
    }

    @Override
    public void play(Scene scene) throws InterruptedException {
        Actor victim = scene.region(0);
        stockUp(scene, victim);
        int lifetime = 40 + scene.random().nextInt(60);
        long repeatedBefore = repeated(scene, victim);
        CompletableFuture<Long> death = new CompletableFuture<>();
        scene.held(() -> {
            write(scene, victim);
            ForwarderFunction forwarder =
                    scene.cluster().region(victim).sender().function();
            forwarder.killAfter(lifetime, death::complete);
        });
        awaitDeath(scene, death);
        scene.settle();
        long repeated = repeated(scene, victim) - repeatedBefore;
        scene.story()
                .tells("its batches came again; of them, " + Show.count(repeated, "record")
                        + " had been folded before");
        checks(scene, repeated);
    }

    private static void stockUp(Scene scene, Actor victim) throws InterruptedException {
        Application shop = scene.busyIn(victim);
        products().forEach(id -> shop.put(id, Orders.product(id, STOCK)));
        scene.story().wrote(victim, "PutItem", "sku#bulk-1..15", PRODUCTS + " products, stock " + STOCK + " each");
        scene.settle();
    }

    private static void write(Scene scene, Actor victim) {
        Application shop = scene.busyIn(victim);
        List<String> products = products();
        try (Progress progress = scene.story().progress("writing", ORDERS + SALES)) {
            IntStream.range(0, ORDERS).parallel().forEach(i -> {
                shop.put(orderId(i), Orders.order("bulk", "1.50"));
                shop.add(products.get(i % PRODUCTS), Orders.STOCK, -1);
                progress.step(2);
            });
        }
        scene.story().wrote(victim, "PutItem", "order#5000...", Show.count(ORDERS, "order"));
        scene.story().wrote(victim, "UpdateItem", "sku#bulk-1..15", "ADD stock -1, " + SALES + " times in all");
    }

    private static void awaitDeath(Scene scene, CompletableFuture<Long> death) throws InterruptedException {
        try {
            long operations = death.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            scene.story()
                    .tells("forwarder killed: it had begun " + operations
                            + " operations on the store, and forwarded nothing yet");
        } catch (ExecutionException | TimeoutException e) {
            scene.check(false, "the forwarder was killed within " + PATIENCE_SECONDS + " s");
        }
    }

    private static void checks(Scene scene, long repeated) {
        scene.check(repeated > 0, "it died in the middle: part of its work was done, part was not");
        Holdings orders = scene.holdings(
                IntStream.range(0, ORDERS).mapToObj(KilledForwarder::orderId).toList());
        boolean allThere = IntStream.range(0, ORDERS)
                .allMatch(i -> scene.regions().stream().allMatch(region -> orders.item(orderId(i), region) != null));
        scene.check(allThere && orders.areEqual(), "all " + ORDERS + " orders are in every region");
        Holdings products = scene.holdings(products());
        Value left = Value.N.of(STOCK - SALES / PRODUCTS);
        boolean exact = products().stream()
                .allMatch(id -> scene.regions().stream()
                        .allMatch(region -> left.equals(products.value(id, region, Orders.STOCK))));
        scene.check(exact, "each of " + PRODUCTS + " products has " + Show.value(left) + " left in every region");
    }

    private static long repeated(Scene scene, Actor region) {
        return scene.cluster().region(region).receiver().metrics().events(Event.REPEATED);
    }

    private static List<String> products() {
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= PRODUCTS; i++) {
            ids.add("sku#bulk-" + i);
        }
        return ids;
    }

    private static String orderId(int i) {
        return "order#" + (5_000 + i);
    }
}
