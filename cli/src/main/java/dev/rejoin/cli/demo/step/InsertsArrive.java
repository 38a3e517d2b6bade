package dev.rejoin.cli.demo.step;

import dev.rejoin.cli.demo.scene.Holdings;
import dev.rejoin.cli.demo.scene.Scene;
import dev.rejoin.cli.demo.scene.Step;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.Attributes;
import dev.rejoin.replica.StoredItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Orders inserted in one region appear in the others, as they were written. */
final class InsertsArrive implements Step {
    private static final List<String> CUSTOMERS = List.of("Ada", "Grace", "Edsger", "Barbara", "Tony", "Leslie");

    @Override
    public String title() {
        return "Orders inserted in one region appear in the others";
    }

    @Override
    public void play(Scene scene) throws InterruptedException {
        Map<String, Attributes> written = new LinkedHashMap<>();
        for (int i = 0; i < CUSTOMERS.size(); i++) {
            // The first region takes most of them.
            Actor region = scene.region(Math.max(0, i - 3));
            String id = "order#" + (1001 + i);
            written.put(id, Orders.order(CUSTOMERS.get(i), price(scene)));
            scene.in(region).put(id, written.get(id));
        }
        scene.settle();
        Holdings holdings = scene.show(new ArrayList<>(written.keySet()), List.of(Orders.TOTAL));
        boolean same = written.keySet().stream()
                .allMatch(id ->
                        scene.regions().stream().allMatch(region -> shows(holdings.item(id, region), written.get(id))));
        scene.check(same, "every region holds the " + written.size() + " orders, attribute by attribute as written");
    }

    private static boolean shows(@Nullable StoredItem item, @Nullable Attributes written) {
        return item != null && item.attributes().equals(written);
    }

    private static String price(Scene scene) {
        return (10 + scene.random().nextInt(90)) + "." + (10 + scene.random().nextInt(90));
    }
}
