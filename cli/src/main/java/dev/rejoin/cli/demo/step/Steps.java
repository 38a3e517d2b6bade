package dev.rejoin.cli.demo.step;

import dev.rejoin.cli.demo.scene.Step;
import java.util.List;

/** The scene. */
public final class Steps {
    private Steps() {}

    /** All steps, in order: later ones use the items of earlier ones. */
    public static List<Step> all() {
        return List.of(
                new InsertsArrive(),
                new DifferentAttributes(),
                new SameAttribute(),
                new StockCounters(),
                new DeleteAgainstUpdate(),
                new PartitionAndHeal(),
                new EachByItsType(),
                new FencedRegion(),
                new KilledForwarder());
    }
}
