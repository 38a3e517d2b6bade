package dev.rejoin.cli.policy;

import dev.rejoin.aws.control.ControlPolicies;
import dev.rejoin.aws.control.PolicyRecord;
import dev.rejoin.aws.metrics.Problem;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.operate.AccessProblem;
import dev.rejoin.cli.operate.ControlTables;
import dev.rejoin.clock.Actor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The copies of a table's policy, as each region's control table has its own.
 *
 * @param records by region; {@code NONE} where none was put
 * @param silent why regions did not answer
 */
record Copies(Map<Actor, PolicyRecord> records, Map<Actor, String> silent) {
    /** The copy of one region. */
    static ControlPolicies of(ControlTables control, Actor region) {
        return new ControlPolicies(control.client(region), control.name(region), region);
    }

    /**
     * Asks all regions at once.
     *
     * @throws UnavailableException if none answers
     */
    static Copies read(ControlTables control) {
        return answering(each(control, region -> of(control, region).read()));
    }

    /**
     * As {@link #read(ControlTables)}, of a certain version.
     *
     * @throws UnavailableException if none answers
     */
    static Copies read(ControlTables control, long version) {
        return answering(each(control, region -> of(control, region).read(version)));
    }

    private static Copies answering(Copies copies) {
        if (copies.records.isEmpty()) {
            throw new UnavailableException("no region's control table answers: " + copies.silent);
        }
        return copies;
    }

    private static Copies each(ControlTables control, Function<Actor, CompletableFuture<PolicyRecord>> ask) {
        Map<Actor, CompletableFuture<PolicyRecord>> asked = new LinkedHashMap<>();
        control.regions().forEach(region -> asked.put(region, ask.apply(region)));
        Map<Actor, PolicyRecord> records = new LinkedHashMap<>();
        Map<Actor, String> silent = new LinkedHashMap<>();
        asked.forEach((region, answer) -> {
            try {
                records.put(region, answer.join());
            } catch (CompletionException e) {
                silent.put(region, words(e));
            }
        });
        return new Copies(records, silent);
    }

    /** Why a request failed. */
    static String words(CompletionException error) {
        return error.getCause() instanceof SdkException sdk ? AccessProblem.words(sdk) : Problem.of(error);
    }

    /** The newest of all; {@code NONE} if none was ever put. */
    PolicyRecord newest() {
        return records.values().stream().max(PolicyRecord.NEWER).orElse(PolicyRecord.NONE);
    }

    /** Whether every region that answers has the newest. */
    boolean agree() {
        return records.values().stream().allMatch(newest()::equals);
    }

    /** What is known of a region, in words. */
    String words(Actor region) {
        PolicyRecord record = records.get(region);
        if (record == null) {
            return "does not answer: " + silent.getOrDefault(region, "");
        }
        return record.isNone()
                ? "has no policy"
                : "has version " + record.version() + " by " + record.note().who();
    }
}
