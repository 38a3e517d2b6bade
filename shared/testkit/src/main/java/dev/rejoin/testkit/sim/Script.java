package dev.rejoin.testkit.sim;

import dev.rejoin.item.ItemKey;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A few plain writes to one item of two regions, and what may go wrong meanwhile; but not in which order anything happens.
 *
 * @param before writes that are made, and replicated, before anything else
 * @param writes each region's are made in this order
 * @param aheadMillis how far the clock of region {@code a} is ahead of the other's
 * @param faults what may go wrong
 * @param most how many things may go wrong in a run
 * @param batch how many records a forwarder takes at a time at most
 * @param patient whether a courier that has to wait tries again only when nothing else is left to happen
 * @param mix which says how attributes and deletes merge, and what must hold at the end
 */
public record Script(
        List<Write> before,
        List<Write> writes,
        long aheadMillis,
        Set<Fault> faults,
        int most,
        int batch,
        boolean patient,
        Mix mix) {
    static final ItemKey KEY = ItemKey.of("pk", "k");

    /** Something that may go wrong. */
    public enum Fault {
        CRASH,
        LOSS,
        DOUBLED,
        DELAYED,
        THROTTLED,
        UNCERTAIN
    }

    /**
     * A plain write.
     *
     * @param region {@code a} or {@code b}
     * @param op put, update, remove, add, delete or typed
     * @param attribute which attribute, if the operation is about one
     * @param change what is done to an attribute that has a data type: see {@link TypedChange}
     */
    public record Write(char region, PlainOp op, String attribute, String change) {
        @Override
        public String toString() {
            String what = op == PlainOp.PUT || op == PlainOp.DELETE ? "" : " " + attribute;
            String does =
                    op == PlainOp.TYPED ? attribute + " " + change : op.name().toLowerCase(Locale.ROOT) + what;
            return does + " in " + region;
        }
    }

    public Script {
        before = List.copyOf(before);
        writes = List.copyOf(writes);
        faults = Set.copyOf(faults);
    }

    /**
     * A script in which nothing goes wrong and the clocks are right.
     *
     * @param writes as {@code "a put"}, {@code "b update x"}, {@code "a remove x"}, {@code "b add n"}, {@code "a delete"},
     *     {@code "b typed s +1"}
     */
    public static Script of(String... writes) {
        return new Script(List.of(), parsed(writes), 0, Set.of(), 0, 1, false, Mix.ALL);
    }

    private static List<Write> parsed(String... writes) {
        return Arrays.stream(writes).map(Script::write).toList();
    }

    private static Write write(String text) {
        String[] words = text.split(" ", 4);
        PlainOp op = PlainOp.valueOf(words[1].toUpperCase(Locale.ROOT));
        return new Write(words[0].charAt(0), op, words.length > 2 ? words[2] : "", words.length > 3 ? words[3] : "");
    }

    /** This script on what these writes left. */
    public Script after(String... earlier) {
        return new Script(parsed(earlier), writes, aheadMillis, faults, most, batch, patient, mix);
    }

    /** This script with couriers that try again only when nothing else is left to happen. */
    public Script patiently() {
        return new Script(before, writes, aheadMillis, faults, most, batch, true, mix);
    }

    /** This script with clocks that differ. */
    public Script ahead(long millis) {
        return new Script(before, writes, millis, faults, most, batch, patient, mix);
    }

    /** This script with things that may go wrong. */
    public Script failing(int times, Fault... kinds) {
        return new Script(before, writes, aheadMillis, Set.of(kinds), times, batch, patient, mix);
    }

    /** This script where attributes have the data types, and deletes do to items, what they have and do in a mix. */
    public Script merging(Mix as) {
        return new Script(before, writes, aheadMillis, faults, most, batch, patient, as);
    }

    /** This script with larger batches. */
    public Script batched(int records) {
        return new Script(before, writes, aheadMillis, faults, most, records, patient, mix);
    }

    @Override
    public String toString() {
        String given = before.isEmpty() ? "" : "after " + text(before) + ": ";
        String clocks = aheadMillis == 0
                ? ""
                : "; a is " + Math.abs(aheadMillis) + (aheadMillis > 0 ? " ms ahead" : " ms behind");
        String batches = batch == 1 ? "" : "; batches of " + batch;
        String merging =
                mix == Mix.ALL || mix == Mix.TYPES ? "" : "; " + mix.name().toLowerCase(Locale.ROOT);
        String failing = most == 0 ? "" : "; at most " + most + " of " + new TreeSet<>(faults);
        return given + text(writes) + clocks + batches + failing + (patient ? "; couriers retry last" : "") + merging;
    }

    private static String text(List<Write> writes) {
        return writes.stream().map(Write::toString).collect(Collectors.joining(", "));
    }
}
