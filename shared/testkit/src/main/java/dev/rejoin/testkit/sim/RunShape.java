package dev.rejoin.testkit.sim;

import dev.rejoin.policy.Deletes;
import dev.rejoin.policy.MergePolicy;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * What is fixed for one run, but differs between runs.
 *
 * @param granularityMillis to which records' times are rounded
 * @param sliceSize how many attributes one own write may change
 * @param attempts how often an applier tries
 * @param maxSkewMillis how far clocks are off at most
 * @param keys how many items there are
 * @param pace how likely a plain write is before the next step of anything else
 * @param batch how many records or hints are taken at a time at most
 * @param mix of which the run is made, which says how attributes merge
 */
record RunShape(
        long granularityMillis,
        int sliceSize,
        int attempts,
        long maxSkewMillis,
        int keys,
        double pace,
        int batch,
        Mix mix) {
    private static final List<Long> GRANULARITIES = List.of(1L, 1_000L, 60_000L);
    private static final List<Integer> SLICES = List.of(1, 2, 100);
    private static final List<Long> SKEWS = List.of(0L, 20_000L, 300_000L);
    private static final List<Double> PACES = List.of(.02, .1, .4);
    private static final int MOST = 4;

    static RunShape draw(Scenario scenario, SplittableRandom random) {
        if (scenario.faults() == Scenario.Faults.QUIET) {
            return new RunShape(1, 100, 6, 0, 1, 0, MOST, scenario.mix());
        }
        boolean all = scenario.faults().isAll();
        return new RunShape(
                pick(GRANULARITIES, random),
                pick(SLICES, random),
                2 + random.nextInt(5),
                all ? pick(SKEWS, random) : random.nextInt(2_000),
                1 + random.nextInt(2),
                pick(PACES, random),
                MOST,
                scenario.mix());
    }

    private static <T> T pick(List<T> from, SplittableRandom random) {
        return from.get(random.nextInt(from.size()));
    }

    long skewMillis(SplittableRandom random) {
        return maxSkewMillis == 0 ? 0 : random.nextLong(-maxSkewMillis, maxSkewMillis + 1);
    }

    /** Two counters, and an attribute whose type the owner changes. */
    MergePolicy policy(boolean fluxCounts, BooleanSupplier fails) {
        if (Mix.typed().contains(mix)) {
            return typed(0, fails);
        }
        return MergePolicy.counting(
                fluxCounts
                        ? List.of(Writer.COUNTER, Writer.OTHER_COUNTER, Writer.FLUX)
                        : List.of(Writer.COUNTER, Writer.OTHER_COUNTER));
    }

    /**
     * The policy of a mix with data types, after so many changes.
     *
     * @param fails whether the owner's own code fails this time
     */
    MergePolicy typed(int turn, BooleanSupplier fails) {
        if (mix == Mix.WHOLE_ITEMS) {
            return Types.wholeItems();
        }
        Deletes deletes =
                mix.deleteWins() ? Deletes.DELETE_WINS : mix.keepsItems() ? Deletes.KEEP_ITEM : Deletes.NEWEST_WINS;
        return Types.policy(deletes, turn, fails, mix.spills() ? 1 : MergePolicy.MOST_SIBLINGS);
    }
}
