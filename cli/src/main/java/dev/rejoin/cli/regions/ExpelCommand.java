package dev.rejoin.cli.regions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.aws.incarnation.Expulsion;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.operate.ControlTables;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.cli.option.Doer;
import dev.rejoin.clock.Actor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rejoin regions expel}. */
@Command(
        name = "expel",
        description = {
            "Has the regions that remain go on without one that is away for long: they take nothing of its table as it is, owe it"
                    + " nothing, and 'rejoin tombstones' does not wait for it. It comes back by 'rejoin regions restored', as"
                    + " another incarnation. What is expelled already is left as it is; broken off, the same command goes on.",
            ""
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every region that remains has expelled it",
            "2:the command line is wrong",
            "69:a region that remains does not answer: run it again"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rejoin regions expel orders --regions eu-west-1,us-east-1 --region ap-south-1 --dry-run",
            "  rejoin regions expel orders --regions eu-west-1,us-east-1 --region ap-south-1"
        })
public final class ExpelCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private TableOptions options;

    @Option(
            names = "--region",
            paramLabel = "R",
            required = true,
            description = "The region to be expelled; --regions names those that remain.")
    @SuppressWarnings("NullAway.Init")
    private String region;

    @Mixin
    private final Doer doer = new Doer();

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    /** Made by the command line's parser. */
    public ExpelCommand() {}

    @Override
    public Integer call() {
        Actor expelled = actor();
        try (ControlTables control = options.control(1)) {
            requireOther(control, expelled);
            Expelling expelling = new Expelling(control, expelled);
            Map<Actor, Expelling.Seen> seen = expelling.look();
            requireKnown(seen, expelled);
            Expulsion expulsion = Expelling.decide(seen.values(), System.currentTimeMillis(), doer.name());
            Map<Actor, Expelling.Done> done = expelling.carryOut(seen, expulsion, dryRun);
            tell(expelled, expulsion, done);
            return complete(done) ? ExitCode.OK : ExitCode.UNAVAILABLE;
        }
    }

    private Actor actor() {
        try {
            return new Actor(region.strip()).region();
        } catch (IllegalArgumentException e) {
            throw options.wrong("--region: '" + region + "' is not a region's name, as eu-west-1");
        }
    }

    private void requireOther(ControlTables control, Actor expelled) {
        if (!control.regions().contains(expelled)) {
            return;
        } else if (control.regions().size() == 1) {
            throw options.wrong(expelled + " is the last region: there is none that could go on without it");
        }
        throw options.wrong("--regions names " + expelled + " too: name only those that remain, as --regions "
                + control.regions().stream()
                        .filter(other -> !other.equals(expelled))
                        .map(Actor::name)
                        .collect(Collectors.joining(",")));
    }

    /** A name that was mistyped would be expelled in vain, and the region itself not. */
    private void requireKnown(Map<Actor, Expelling.Seen> seen, Actor expelled) {
        if (seen.values().stream().noneMatch(Expelling.Seen::answers)) {
            throw new UnavailableException("no control table answers: "
                    + seen.entrySet().stream()
                            .map(each -> each.getKey() + ": " + each.getValue().problem())
                            .collect(Collectors.joining("; ")));
        } else if (seen.values().stream().noneMatch(Expelling.Seen::isKnown)) {
            throw options.wrong("--region: no control table of " + seen.keySet() + " has ever heard of " + expelled
                    + ". Check its name");
        }
    }

    private static boolean complete(Map<Actor, Expelling.Done> done) {
        return done.values().stream().allMatch(each -> each.problem().isEmpty());
    }

    private void tell(Actor expelled, Expulsion expulsion, Map<Actor, Expelling.Done> done) {
        if (options.isJson()) {
            options.result().println(json(expelled, expulsion, done).toPrettyString());
            return;
        }
        done.forEach((other, each) -> options.result().println(other + ": " + words(expelled, expulsion, each)));
        if (!complete(done)) {
            options.notes()
                    .println("rejoin: not every region has expelled " + expelled
                            + ", and those that have not go on taking from it: run this again when they answer");
        }
        steps(expelled).forEach(options.result()::println);
    }

    private String words(Actor expelled, Expulsion expulsion, Expelling.Done done) {
        if (!done.problem().isEmpty()) {
            return (dryRun ? "does not answer: " : "not written: ") + done.problem();
        } else if (!done.changed()) {
            return expelled + " was expelled before, up to incarnation " + expulsion.upTo();
        }
        return expelled + (dryRun ? " would be" : " is") + " expelled up to incarnation " + expulsion.upTo()
                + (dryRun ? "; nothing was written" : "");
    }

    private List<String> steps(Actor expelled) {
        return List.of(
                "Know:",
                "  - In 30 seconds at most they refuse what " + expelled
                        + " sends of this table, and owe it nothing. What it is owed now is settled.",
                "  - What it wrote and had not sent, it goes on owing: that is not lost, but only 'rejoin regions restored'",
                "    for " + expelled
                        + " brings it. Within 34 days of now: later, deleted items might come back with it.",
                "  - Stop its applications if it still has any: what they write is seen by nobody else.",
                "  - What it had told only some of the others is brought to all by: rejoin repair " + options.table(),
                "  - Name only the regions that remain with --regions from now on.");
    }

    private ObjectNode json(Actor expelled, Expulsion expulsion, Map<Actor, Expelling.Done> done) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("table", options.table()).put("region", expelled.name()).put("dryRun", dryRun);
        node.put("upTo", expulsion.upTo())
                .put("since", expulsion.sinceMillis())
                .put("by", expulsion.who())
                .put("complete", complete(done));
        done.forEach((other, each) -> {
            ObjectNode one = node.withArray("regions").addObject();
            one.put("region", other.name()).put("changed", each.changed());
            if (!each.problem().isEmpty()) {
                one.put("problem", each.problem());
            }
        });
        return node;
    }
}
