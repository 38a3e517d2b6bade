package dev.rejoin.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulationTest {
    private static final int RUNS = 12_000;
    private static final int TYPED_RUNS = 3_600;
    private static final int DAMAGED_RUNS = 4_000;

    /** Each run is one seed with one mix: 600 seeds, each with all 20 mixes. */
    @Test
    void everythingHoldsInAllMixes() {
        Campaign.Report report = Campaign.run(0, RUNS, Campaign::scenario, () -> {});
        assertThat(report.failures())
                .extracting(result -> result.scenario().replay() + ": " + result.failure())
                .isEmpty();
        assertThat(report.sometimes().never(Scenario.Life.STEADY))
                .as("rare paths that were never reached")
                .isEmpty();
    }

    /** Damage that nobody makes good is found by comparing, and repaired in two passes at most. */
    @Test
    void damageIsFoundAndRepaired() {
        Campaign.Report report = Campaign.run(0, DAMAGED_RUNS, Campaign::damaged, () -> {});
        assertThat(report.failures())
                .extracting(result -> result.scenario().replay() + ": " + result.failure())
                .isEmpty();
    }

    /** Data types beside each other, whole items, deletes that win; types that owners change in the middle of runs. */
    @Test
    void everythingHoldsForAllDataTypes() {
        Campaign.Report report = Campaign.run(0, TYPED_RUNS, Campaign::typed, () -> {});
        assertThat(report.failures())
                .extracting(result -> result.scenario().replay() + ": " + result.failure())
                .isEmpty();
        assertThat(report.sometimes().neverTyped())
                .as("rare paths that were never reached")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("found")
    void whatOnceFailedHolds(Scenario scenario) {
        RunResult result = Simulation.run(scenario);
        assertThat(result.failure()).as(scenario.replay()).isNull();
    }

    /** Runs that showed a flaw in the protocol or its implementation, each mended since. */
    static List<Scenario> found() {
        return List.of(
                new Scenario(15, 5, 17, Mix.COPIES, Scenario.Faults.NONE),
                new Scenario(281, 3, 16, Mix.COPIES, Scenario.Faults.COMMON),
                new Scenario(2, 4, 18, Mix.COPIES, Scenario.Faults.NONE),
                new Scenario(246, 4, 24, Mix.ADD_DEL, Scenario.Faults.COMMON),
                new Scenario(348, 5, 22, Mix.ADD_DEL, Scenario.Faults.NONE),
                new Scenario(515, 5, 21, Mix.ADD_DEL, Scenario.Faults.NONE),
                new Scenario(10195, 5, 23, Mix.TYPES_ALL, Scenario.Faults.NONE),
                new Scenario(11174, 4, 22, Mix.TYPES, Scenario.Faults.COMMON),
                new Scenario(13010, 4, 17, Mix.KEEP_ITEMS, Scenario.Faults.NONE),
                new Scenario(6734, 4, 15, Mix.RESOLVER_FAILS, Scenario.Faults.ALL),
                new Scenario(28, 2, 16, Mix.PUT_DEL, Scenario.Faults.COMMON),
                new Scenario(201, 3, 8, Mix.PUT_DEL, Scenario.Faults.COMMON),
                new Scenario(24, 2, 11, Mix.UPDATES, Scenario.Faults.ALL),
                new Scenario(41, 3, 15, Mix.UPDATES, Scenario.Faults.ALL),
                new Scenario(99, 5, 7, Mix.ALL, Scenario.Faults.ALL),
                new Scenario(223, 5, 24, Mix.FLUXES, Scenario.Faults.NONE),
                new Scenario(80, 2, 12, Mix.EVERYTHING, Scenario.Faults.ALL),
                new Scenario(657, 3, 26, Mix.PUT_BACKS, Scenario.Faults.ALL),
                new Scenario(2591, 5, 17, Mix.NODELETE, Scenario.Faults.ALL),
                new Scenario(5512, 2, 17, Mix.COPIES, Scenario.Faults.ALL),
                new Scenario(6687, 5, 8, Mix.COUNTING, Scenario.Faults.ALL),
                new Scenario(8185, 3, 6, Mix.UPD_DEL, Scenario.Faults.ALL),
                new Scenario(131, 5, 24, Mix.WHOLE_ITEMS, Scenario.Faults.NONE),
                new Scenario(174, 4, 26, Mix.DELETE_WINS_WIDE, Scenario.Faults.ALL),
                new Scenario(142, 4, 9, Mix.SPILLS, Scenario.Faults.ALL),
                new Scenario(370, 4, 18, Mix.RESOLVER_FAILS, Scenario.Faults.NONE),
                new Scenario(387, 5, 22, Mix.TYPES_ALL, Scenario.Faults.NONE),
                new Scenario(727, 5, 10, Mix.TYPES_ALL, Scenario.Faults.COMMON),
                new Scenario(450, 4, 26, Mix.KEEP_ITEMS_WIDE, Scenario.Faults.NONE),
                new Scenario(749, 3, 26, Mix.KEEP_ITEMS_WIDE, Scenario.Faults.ALL),
                new Scenario(775, 5, 24, Mix.KEEP_ITEMS_WIDE, Scenario.Faults.COMMON),
                new Scenario(8319, 5, 24, Mix.UPD_DEL, Scenario.Faults.ALL),
                // Nothing waits for a record that will not come; and what half mended that.
                new Scenario(4381, 3, 12, Mix.COPIES, Scenario.Faults.ALL),
                new Scenario(525, 3, 22, Mix.EVERYTHING, Scenario.Faults.ALL),
                new Scenario(8470, 4, 23, Mix.FLUXES, Scenario.Faults.COMMON),
                new Scenario(105637, 4, 22, Mix.FLUXES, Scenario.Faults.ALL),
                // A write of ours left a clock that could not be read back: its normal form was none.
                new Scenario(6315, 5, 26, Mix.KEEP_ITEMS_WIDE, Scenario.Faults.ALL),
                // What was found in a backup stood before a write of the same time as the one that it replaced.
                new Scenario(1890, 4, 9, Mix.UPD_PUT, Scenario.Faults.NONE, Scenario.Life.RESTORE),
                new Scenario(133, 3, 15, Mix.PUT_DEL, Scenario.Faults.COMMON, Scenario.Life.RESTORE),
                // An item that was only marked when it was backed up was taken for a dead one.
                new Scenario(2028, 2, 9, Mix.TYPES, Scenario.Faults.ALL, Scenario.Life.RESTORE),
                // Of a wide change, a delete or another part arrived and took values; the rest was lost, and something
                // newer hid it.
                new Scenario(3499, 5, 25, Mix.DELETE_WINS_WIDE, Scenario.Faults.ALL, Scenario.Life.RESTORE),
                new Scenario(528, 3, 14, Mix.WIDES, Scenario.Faults.ALL, Scenario.Life.RESTORE),
                new Scenario(1772, 3, 14, Mix.WIDES, Scenario.Faults.ALL, Scenario.Life.RESTORE),
                // A loser was journalled without its value, by the record of an own write.
                new Scenario(297, 3, 13, Mix.COPIES, Scenario.Faults.ALL),
                new Scenario(78, 4, 21, Mix.KEEP_ITEMS, Scenario.Faults.ALL),
                new Scenario(101, 3, 21, Mix.UPD_DEL, Scenario.Faults.COMMON, Scenario.Life.RESTORE),
                // Of a wide change, a part was found in place and overwritten before the rest arrived.
                new Scenario(1254, 4, 19, Mix.KEEP_ITEMS_WIDE, Scenario.Faults.COMMON),
                new Scenario(110, 4, 15, Mix.EVERYTHING, Scenario.Faults.ALL, Scenario.Life.COLLECT),
                // What a delete of ours had taken was to come back, and an application put the item anew before.
                new Scenario(174, 4, 26, Mix.UPD_DEL, Scenario.Faults.ALL),
                new Scenario(260, 2, 7, Mix.KEEP_ITEMS, Scenario.Faults.COMMON),
                new Scenario(2853, 3, 11, Mix.WIDES, Scenario.Faults.COMMON, Scenario.Life.COLLECT),
                // A value of which only the journal knew was kept from a delete, as a write that the journal did not
                // know.
                new Scenario(2451, 5, 26, Mix.KEEP_ITEMS_WIDE, Scenario.Faults.NONE),
                // What a part of a wide write removed for a delete was kept as if it were a value.
                new Scenario(1038, 4, 25, Mix.KEEP_SPILLS, Scenario.Faults.NONE),
                new Scenario(318, 4, 22, Mix.KEEP_ITEMS_WIDE, Scenario.Faults.ALL),
                new Scenario(371, 5, 25, Mix.KEEP_ITEMS_WIDE, Scenario.Faults.NONE),
                // A value came to stand before one to which it had lost, as it was kept, and nobody was told.
                new Scenario(16090, 4, 26, Mix.KEEP_SPILLS, Scenario.Faults.ALL),
                // A write of a list took what another region had kept of an element that it left.
                new Scenario(10767, 5, 25, Mix.KEEP_SPILLS, Scenario.Faults.JOURNAL),
                // What was kept and replaced at once was never folded, and waited for.
                new Scenario(26439, 5, 19, Mix.KEEP_SPILLS, Scenario.Faults.NONE),
                // A write onto an item that was marked dead, for a delete whose rest had still to arrive.
                new Scenario(55169, 3, 17, Mix.KEEP_SPILLS, Scenario.Faults.NONE),
                // A kept leaf that is not shown stood before one that was to be.
                new Scenario(5211, 5, 26, Mix.KEEP_SPILLS, Scenario.Faults.JOURNAL),
                // Removed attributes that had been kept from a delete were to be forgotten, and came back.
                new Scenario(42, 4, 22, Mix.KEEP_ITEMS_WIDE, Scenario.Faults.ALL, Scenario.Life.COLLECT),
                new Scenario(56, 2, 5, Mix.TYPES_ALL, Scenario.Faults.ALL, Scenario.Life.COLLECT),
                new Scenario(669, 3, 18, Mix.KEEP_ITEMS_WIDE, Scenario.Faults.ALL, Scenario.Life.COLLECT),
                // An item without attributes, of which nothing was known, was taken for a dead one.
                new Scenario(760, 2, 11, Mix.KEEP_SPILLS, Scenario.Faults.ALL, Scenario.Life.COLLECT),
                // An expelled region came back, and the row of an item that was gone waited for its delete.
                new Scenario(80, 2, 12, Mix.ALL, Scenario.Faults.NONE, Scenario.Life.EXPEL),
                new Scenario(95, 5, 25, Mix.ALL, Scenario.Faults.ALL, Scenario.Life.EXPEL),
                // A write of ours had not known what was folded, and its values were put on the item as those of that.
                new Scenario(443, 5, 23, Mix.TYPES_ALL, Scenario.Faults.ALL, Scenario.Life.EXPEL),
                // What was found on an item was not known to be another region's value, or of elements that were known.
                new Scenario(598, 4, 4, Mix.EVERYTHING, Scenario.Faults.COMMON, Scenario.Life.EXPEL),
                new Scenario(45, 3, 20, Mix.SPILLS, Scenario.Faults.ALL, Scenario.Life.EXPEL),
                // An item was put back with its clock when its row was forgotten.
                new Scenario(1324, 2, 26, Mix.TYPES_ALL, Scenario.Faults.ALL, Scenario.Life.COLLECT),
                // A region took over without what the other showed of a third one.
                new Scenario(1, 3, 11, Mix.UPD_PUT, Scenario.Faults.NONE, Scenario.Life.OUTAGE),
                // A region counted as closed from the first of the refusals, and accepted a write after it.
                new Scenario(10, 4, 5, Mix.UPD_PUT, Scenario.Faults.ALL, Scenario.Life.OUTAGE),
                // Items that two regions had before, where items are replaced whole.
                new Scenario(1706, 4, 9, Mix.WHOLE_ITEMS, Scenario.Faults.ALL, Scenario.Life.BACKFILL),
                new Scenario(1673, 3, 8, Mix.WHOLE_ITEMS, Scenario.Faults.ALL, Scenario.Life.BACKFILL),
                new Scenario(4470, 4, 14, Mix.WHOLE_ITEMS, Scenario.Faults.NONE, Scenario.Life.BACKFILL),
                // An oracle that took what a region had not been told of, and did not need, for missing.
                new Scenario(272, 2, 22, Mix.TYPES_DEL, Scenario.Faults.NONE, Scenario.Life.OUTAGE));
    }

    @Test
    void theSameSeedIsTheSameRun() {
        Scenario scenario = new Scenario(4711, 4, 20, Mix.EVERYTHING, Scenario.Faults.ALL);
        RunResult first = Simulation.traced(scenario);
        RunResult second = Simulation.traced(scenario);
        assertThat(second.traceHash()).isEqualTo(first.traceHash());
        assertThat(second.trace()).isEqualTo(first.trace()).hasSizeGreaterThan(100);
        assertThat(Simulation.run(new Scenario(4712, 4, 20, Mix.EVERYTHING, Scenario.Faults.ALL))
                        .traceHash())
                .isNotEqualTo(first.traceHash());
    }
}
