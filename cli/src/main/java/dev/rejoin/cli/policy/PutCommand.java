package dev.rejoin.cli.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.aws.control.Direction.Note;
import dev.rejoin.aws.control.PolicyRecord;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.policy.PolicyContext;
import dev.rejoin.aws.policy.PolicyException;
import dev.rejoin.aws.policy.PolicyFile;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.operate.ControlTables;
import dev.rejoin.cli.operate.TableOptions;
import dev.rejoin.cli.option.Doer;
import dev.rejoin.cli.option.Resolvers;
import dev.rejoin.cli.policy.LawCheck.Subject;
import dev.rejoin.cli.policy.LawCheck.Verdict;
import dev.rejoin.cli.policy.Spreading.Result;
import dev.rejoin.clock.Actor;
import dev.rejoin.policy.ConflictResolver;
import dev.rejoin.policy.MergePolicy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rejoin policy put}. */
@Command(
        name = "put",
        description = {
            "Checks a policy and puts it, as the next version, into the control table of each of the table's regions. The"
                    + " functions go by it within seconds; nothing is deployed. Run it again to bring a version to regions"
                    + " that do not have it yet.",
            ""
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every region has it",
            "1:the policy is wrong, somebody else put one meanwhile, or some regions do not have it",
            "2:the command line is wrong, or a file of it cannot be read",
            "69:no region answers"
        })
final class PutCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private TableOptions options;

    @Parameters(index = "1", paramLabel = "FILE", description = "The policy, in YAML or JSON.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Mixin
    private Resolvers resolvers = new Resolvers();

    @Mixin
    private final Doer doer = new Doer();

    @Option(names = "--why", paramLabel = "TEXT", defaultValue = "", description = "Why, for those who look later.")
    private String why = "";

    @Option(names = "--dry-run", description = "Only check, and say what would be put where.")
    private boolean dryRun;

    PutCommand() {}

    @Override
    public Integer call() {
        try (Resolvers open = resolvers;
                ControlTables control = options.control(1)) {
            String text = PolicyText.read(file);
            List<ConflictResolver> found = open.load();
            ReplicatedTable table = control.describe(options.clockName());
            MergePolicy policy = PolicyFile.parse(text, PolicyContext.of(table, Resolvers.timed(found)));
            return isLawful(policy, found) ? put(control, text) : ExitCode.DIFFERENT;
        } catch (PolicyException e) {
            e.errors().forEach(error -> options.notes().println(file + ": " + error));
            options.notes().println("Nothing was put.");
            return ExitCode.DIFFERENT;
        } catch (IllegalArgumentException e) {
            throw options.wrong(String.valueOf(e.getMessage()));
        }
    }

    /** The built-in types were tried when this release was made. */
    private boolean isLawful(MergePolicy policy, List<ConflictResolver> found) {
        LawCheck check = new LawCheck(policy, found);
        List<Subject> own =
                check.subjects(Samples.NONE).stream().filter(Subject::isCustom).toList();
        List<Verdict> broken = check.run(own, verdict -> {}).stream()
                .filter(verdict -> !verdict.holds())
                .toList();
        for (Verdict verdict : broken) {
            options.notes()
                    .println(verdict.subject().type().name() + " of "
                            + String.join(", ", verdict.subject().attributes()) + ": "
                            + verdict.violation().orElseThrow());
        }
        if (!broken.isEmpty()) {
            options.notes().println("Nothing was put; rejoin policy check tells more.");
        }
        return broken.isEmpty();
    }

    private int put(ControlTables control, String text) {
        Copies copies = Copies.read(control);
        PolicyRecord version = version(copies, text);
        Spreading spreading = new Spreading(control, copies);
        Map<Actor, Result> results = dryRun ? possible(control, spreading, version) : spreading.spread(version);
        boolean all = results.values().stream().allMatch(Result::has);
        tell(version, results, all);
        return dryRun || all ? ExitCode.OK : ExitCode.DIFFERENT;
    }

    /** The next version, or the newest if it says the same. */
    private PolicyRecord version(Copies copies, String text) {
        PolicyRecord newest = copies.newest();
        Note note = new Note(System.currentTimeMillis(), doer.name(), why);
        PolicyRecord next = new PolicyRecord(newest.version() + 1, PolicyFile.FORMAT, text, note);
        boolean isOne = copies.records().values().stream()
                .allMatch(record -> record.version() < newest.version() || record.equals(newest));
        return next.saysAs(newest) && isOne ? newest : next;
    }

    private static Map<Actor, Result> possible(ControlTables control, Spreading spreading, PolicyRecord version) {
        List<Actor> without = spreading.without(version);
        Map<Actor, Result> results = new LinkedHashMap<>();
        control.regions()
                .forEach(region -> results.put(
                        region,
                        without.contains(region)
                                ? new Result(false, "would get it")
                                : new Result(true, "has it already")));
        return results;
    }

    private void tell(PolicyRecord version, Map<Actor, Result> results, boolean all) {
        if (options.isJson()) {
            options.result().println(document(version, results));
        } else {
            options.result()
                    .println(options.table() + ": version " + version.version() + " of the policy"
                            + (dryRun ? ", if it were put" : ""));
            results.forEach((region, result) -> options.result().println("  " + region + " " + result.words()));
        }
        if (!all && !dryRun) {
            boolean none = results.values().stream().noneMatch(Result::has);
            options.notes()
                    .println(
                            none
                                    ? "Nothing was put. If somebody else was first, look with rejoin policy show; else run the"
                                            + " same command again when the regions answer, or leave out with --regions"
                                            + " what is gone."
                                    : "Some regions do not have it. They get it by replication when they are back, or run"
                                            + " the same command again.");
        }
    }

    private ObjectNode document(PolicyRecord version, Map<Actor, Result> results) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("table", options.table());
        document.put("version", version.version());
        document.put("sha256", version.sha());
        document.put("dryRun", dryRun);
        ArrayNode regions = document.putArray("regions");
        results.forEach((region, result) -> regions.addObject()
                .put("region", region.name())
                .put("has", result.has())
                .put("words", result.words()));
        return document;
    }
}
