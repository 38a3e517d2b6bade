package dev.rejoin.cli.policy;

import dev.rejoin.aws.control.PolicyRecord;
import dev.rejoin.cli.operate.ControlTables;
import dev.rejoin.clock.Actor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Brings a version into all regions. The first region by name gets it first: of two operators who come at once, one loses there,
 * before anything else is written.
 */
final class Spreading {
    private final ControlTables control;
    private final Copies copies;

    Spreading(ControlTables control, Copies copies) {
        this.control = control;
        this.copies = copies;
    }

    /**
     * What became of one region.
     *
     * @param has whether it has the version now
     * @param words how that came, or why not
     */
    record Result(boolean has, String words) {}

    /** The region in which races are decided. */
    Actor first() {
        return control.regions().stream().min(Actor::compareTo).orElseThrow();
    }

    /** The regions that do not have that version. */
    List<Actor> without(PolicyRecord version) {
        return control.regions().stream()
                .filter(region -> !version.equals(copies.records().get(region)))
                .toList();
    }

    /** Writes it where it is not. Regions after the first are not tried if the first does not take it. */
    Map<Actor, Result> spread(PolicyRecord version) {
        Map<Actor, CompletableFuture<Result>> results = new LinkedHashMap<>();
        CompletableFuture<Result> first = put(first(), version);
        boolean goesOn = first.join().has();
        control.regions()
                .forEach(region -> results.put(
                        region,
                        region.equals(first()) ? first : goesOn ? put(region, version) : done(false, "was not tried")));
        Map<Actor, Result> all = new LinkedHashMap<>();
        results.forEach((region, result) -> all.put(region, result.join()));
        return all;
    }

    private CompletableFuture<Result> put(Actor region, PolicyRecord version) {
        PolicyRecord before = copies.records().get(region);
        if (before == null) {
            return done(false, copies.words(region));
        } else if (before.equals(version)) {
            return done(true, "had it already");
        } else if (before.version() >= version.version()) {
            return done(false, copies.words(region));
        }
        return Copies.of(control, region)
                .put(version, before)
                .thenCompose(won -> won ? done(true, "has it now") : meanwhile(region))
                .exceptionally(error -> new Result(
                        false,
                        "could not be written: "
                                + Copies.words(
                                        error instanceof CompletionException failed
                                                ? failed
                                                : new CompletionException(error))));
    }

    private CompletableFuture<Result> meanwhile(Actor region) {
        return Copies.of(control, region)
                .read()
                .thenApply(now -> new Result(
                        false,
                        "has version " + now.version() + " meanwhile, by "
                                + now.note().who()));
    }

    private static CompletableFuture<Result> done(boolean has, String words) {
        return CompletableFuture.completedFuture(new Result(has, words));
    }
}
