package dev.rejoin.cli.outage;

import dev.rejoin.aws.control.Standing;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.operate.ControlTables;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.cli.output.Show;
import dev.rejoin.clock.Actor;
import dev.rejoin.outage.FenceRecord;
import dev.rejoin.outage.FenceRecord.Reason;
import dev.rejoin.outage.FenceRecord.State;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rejoin failover}. */
@Command(
        name = "failover",
        description = {
            "Gives a region up for another.",
            "",
            "If the region answers: fences it, waits until it has forwarded all that it took and the other is owed nothing,"
                    + " by it or by a third region, and says how long that took. Nothing is lost, and the region stays"
                    + " fenced: rejoin unfence opens it.",
            "If it does not answer: tells what the others have not seen of it, and goes on only with"
                    + " --accept-loss-until-heal. None of it is lost: it arrives when the region is back, and what then"
                    + " meets other writes is in the journal.",
            ""
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done: applications may write to the other region",
            "1:not done; it says what is left",
            "2:the command line is wrong",
            "69:the other region does not answer"
        })
public final class FailoverCommand implements Callable<Integer> {
    @Mixin
    private TableOptions options = new TableOptions();

    @Mixin
    private Operator operator = new Operator();

    @Mixin
    private Waiting waiting = new Waiting();

    @Option(names = "--from", paramLabel = "R", required = true, description = "The region that is given up.")
    private String from = "";

    @Option(names = "--to", paramLabel = "R", required = true, description = "The region that takes over.")
    private String to = "";

    @Option(
            names = "--accept-loss-until-heal",
            description = "Go on although the other region does not have everything, and get it only after the heal.")
    private boolean acceptLoss;

    @Option(names = "--dry-run", description = "Tell how things stand, and change nothing.")
    private boolean dryRun;

    /** Made by the command line's parser. */
    public FailoverCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        try (ControlTables control = options.control(2)) {
            Regions.Pair ends = Regions.pair(options, control, from, to);
            Actor source = ends.from();
            Actor target = ends.to();
            ControlTables.Read read = control.read();
            if (read.silent().containsKey(target)) {
                throw new UnavailableException(
                        target + " does not answer: " + read.silent().get(target));
            }
            Failover failover = new Failover(control, source, target, progress());
            return read.silent().containsKey(source)
                    ? unplanned(failover, read.standing(), source, target)
                    : planned(failover, read.standing(), source, target);
        }
    }

    private Consumer<String> progress() {
        AtomicReference<String> last = new AtomicReference<>("");
        return line -> {
            if (!line.equals(last.getAndSet(line))) {
                options.notes().println(line);
            }
        };
    }

    private int planned(Failover failover, Standing standing, Actor source, Actor target) throws InterruptedException {
        List<String> obstacles = Failover.obstacles(standing, source, target);
        State there = standing.region(target).orElseThrow().fence().state();
        Map<String, Object> json = new LinkedHashMap<>(Map.of("planned", true, "obstacles", obstacles));
        if (dryRun || (!obstacles.isEmpty() && !acceptLoss)) {
            String way = obstacles.isEmpty() ? "nothing stands in the way" : String.join("; ", obstacles);
            json.put("complete", false);
            Told.result(options, source + " answers; " + way + (dryRun ? "; nothing was changed" : ""), json);
            return dryRun && obstacles.isEmpty() ? ExitCode.OK : ExitCode.DIFFERENT;
        }
        Reason reason =
                new Reason(System.currentTimeMillis(), operator.reason(0).who(), "failover to " + target);
        Failover.Outcome outcome = failover.planned(reason, waiting.patience(options));
        json.put("complete", outcome.complete());
        json.put("millis", outcome.millis());
        outcome.fencedMillis().ifPresent(millis -> json.put("timeToFenceMillis", millis));
        json.put("left", outcome.left());
        if (!outcome.complete() && !acceptLoss) {
            Told.result(
                    options,
                    "not done: " + outcome.left() + ". " + source + " stays fenced: run this again, or rejoin"
                            + " unfence " + options.table() + " --region " + source,
                    json);
            return ExitCode.DIFFERENT;
        } else if (there != State.OPEN) {
            failover.open(operator.remark("opened for failover"), waiting.patience(options));
        }
        String has = outcome.complete() ? target + " has everything that " + source + " ever took" : outcome.left();
        Told.result(
                options, has + "; took " + Show.millis(outcome.millis()) + ". Send applications to " + target, json);
        return ExitCode.OK;
    }

    private int unplanned(Failover failover, Standing standing, Actor source, Actor target)
            throws InterruptedException {
        long now = System.currentTimeMillis();
        List<Loss> losses = Loss.all(standing, source);
        Map<String, Object> json = new LinkedHashMap<>(Map.of(
                "planned",
                false,
                "notSeen",
                losses.stream().map(loss -> loss.json(now)).toList()));
        losses.forEach(loss -> options.notes().println(loss.line(now)));
        if (!acceptLoss || dryRun) {
            json.put("complete", false);
            Told.result(
                    options,
                    source + " does not answer. None of this is lost, but " + target + " gets it only when " + source
                            + " is back. To go on until then: --accept-loss-until-heal",
                    json);
            return ExitCode.DIFFERENT;
        }
        FenceRecord opened =
                failover.open(operator.remark("opened for failover from " + source), waiting.patience(options));
        boolean open = opened.state() == State.OPEN;
        json.put("complete", open);
        json.put("since", Instant.ofEpochMilli(now).toString());
        Told.result(
                options,
                open
                        ? "Send applications to " + target + ". After the heal, what met what: rejoin conflicts list "
                                + options.table() + " --since " + Instant.ofEpochMilli(now)
                        : "not done: " + target + " is " + FenceReport.words(opened),
                json);
        return open ? ExitCode.OK : ExitCode.DIFFERENT;
    }
}
