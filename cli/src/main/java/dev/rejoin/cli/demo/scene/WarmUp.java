package dev.rejoin.cli.demo.scene;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.Value;

/**
 * Writes, changes and deletes some items everywhere before the scene begins. A JVM that was just started would show its own
 * start in the first lags.
 */
final class WarmUp {
    private static final int ROUNDS = 2;
    private static final int ITEMS = 4;

    private WarmUp() {}

    static void run(Scene scene) throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            for (Actor region : scene.regions()) {
                write(scene, region);
            }
            scene.settle();
        }
        for (Actor region : scene.regions()) {
            for (int i = 0; i < ITEMS; i++) {
                scene.busyIn(region).delete(id(region, i));
            }
        }
        scene.settle();
        scene.reset();
    }

    private static void write(Scene scene, Actor region) {
        Application application = scene.busyIn(region);
        for (int i = 0; i < ITEMS; i++) {
            application.put(id(region, i), Attributes.of("name", new Value.S("warm up")));
            application.set(id(region, i), "status", new Value.S("warm"));
            application.add(id(region, i), "stock", 1);
        }
    }

    private static String id(Actor region, int i) {
        return "warm-up#" + region + "-" + i;
    }
}
