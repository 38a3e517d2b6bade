package dev.rejoin.cli.demo.step;

import dev.rejoin.cli.demo.scene.Application;
import dev.rejoin.cli.demo.scene.Holdings;
import dev.rejoin.cli.demo.scene.Scene;
import dev.rejoin.cli.demo.scene.Step;
import dev.rejoin.cli.local.outage.LocalWatch;
import dev.rejoin.cli.local.outage.WatchPace;
import dev.rejoin.cli.output.Show;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.Value;
import dev.rejoin.outage.FenceRecord;
import dev.rejoin.outage.FenceRecord.State;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** A region that is cut off refuses its applications' writes until it is back. */
final class FencedRegion implements Step {
    private static final String TICKETS = "tickets#1";
    private static final long STOCK = 10_000;
    private static final int AFTERWARDS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public String title() {
        return "A region that is cut off stops selling, and begins again when it is back";
    }

    @Override
    public void play(Scene scene) throws InterruptedException {
        // Of two regions the one with the lower name would go on.
        Actor island = scene.regions().stream().max(Comparator.naturalOrder()).orElseThrow();
        Actor mainland = scene.regions().stream()
                .filter(region -> !region.equals(island))
                .findFirst()
                .orElseThrow();
        scene.in(mainland).put(TICKETS, Orders.product("tickets", STOCK));
        scene.settle();
        try (LocalWatch watch = LocalWatch.start(scene.cluster(), WatchPace.BRISK)) {
            watch.awaitLooks(3, PATIENCE);
            Application shop = scene.through(watch.application(island), island);
            long sold = sellUntilRefused(scene, watch, island, shop);
            sold += onBothSides(scene, mainland, shop);
            comeBack(scene, watch, island, shop, sold);
        }
    }

    private static long sellUntilRefused(Scene scene, LocalWatch watch, Actor island, Application shop)
            throws InterruptedException {
        long cut = System.currentTimeMillis();
        scene.cluster().links().isolate(island);
        scene.story().tells(island + " is cut off; its shop sells on, a ticket at a time");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long sold = 0;
        long last = cut;
        for (long asked = cut; System.nanoTime() < deadline && sells(shop); asked = System.currentTimeMillis()) {
            last = asked;
            sold++;
        }
        boolean fenced = watch.awaitFence(island, fence -> fence.state() == State.FENCED, PATIENCE);
        FenceRecord fence = watch.fence(island);
        scene.story()
                .tells(island + " finds itself cut off after " + Show.millis(fence.decidedAt() - cut) + ", with "
                        + Show.count(sold, "ticket", "tickets") + " sold, and fences itself");
        scene.check(
                fenced && last <= fence.closedAt().orElse(0),
                "from " + Show.millis(fence.millisToClose().orElse(0)) + " after that decision no sale is accepted");
        refuses(scene, shop);
        return sold;
    }

    private static void refuses(Scene scene, Application shop) {
        int refused = 0;
        for (int i = 0; i < AFTERWARDS; i++) {
            refused += sells(shop) ? 0 : 1;
        }
        scene.check(
                refused == AFTERWARDS,
                "every sale is refused, with AccessDeniedException: " + refused + " of " + AFTERWARDS);
    }

    private static long onBothSides(Scene scene, Actor mainland, Application shop) {
        scene.in(mainland).add(TICKETS, Orders.STOCK, -3);
        scene.check(shop.has(TICKETS) && !sells(shop), "reads stay open there, and the others sell on");
        return 3;
    }

    private static void comeBack(Scene scene, LocalWatch watch, Actor island, Application shop, long before)
            throws InterruptedException {
        scene.cluster().links().heal(island);
        boolean open = watch.awaitFence(island, fence -> fence.state() == State.OPEN, PATIENCE);
        boolean sells = open && sells(shop);
        scene.check(sells, "back with the others, " + island + " sells again");
        scene.settle();
        long left = STOCK - before - (sells ? 1 : 0);
        Holdings together = scene.show(List.of(TICKETS), List.of(Orders.STOCK));
        scene.check(
                scene.regions().stream()
                        .allMatch(region -> Value.N.of(left).equals(together.value(TICKETS, region, Orders.STOCK))),
                "every ticket that was sold counts once: " + left + " left everywhere");
    }

    private static boolean sells(Application shop) {
        try {
            shop.add(TICKETS, Orders.STOCK, -1);
            return true;
        } catch (DynamoDbException e) {
            if (e.awsErrorDetails() != null
                    && "AccessDeniedException".equals(e.awsErrorDetails().errorCode())) {
                return false;
            }
            throw e;
        }
    }
}
