package dev.rejoin.cli.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.policy.PolicyContext;
import dev.rejoin.aws.policy.PolicyError;
import dev.rejoin.aws.policy.PolicyException;
import dev.rejoin.aws.policy.PolicyFile;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.option.OutputOption;
import dev.rejoin.cli.option.Resolvers;
import dev.rejoin.cli.output.Show;
import dev.rejoin.cli.policy.LawCheck.Subject;
import dev.rejoin.cli.policy.LawCheck.Verdict;
import dev.rejoin.policy.ConflictResolver;
import dev.rejoin.policy.MergePolicy;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rejoin policy check}. */
@Command(
        name = "check",
        description = {
            "Reads a policy's file and tells everything that is wrong with it. Then tries the laws of merging on what it"
                    + " names: whatever the order in which values arrive, every region must come to the same. What breaks"
                    + " one is told with the smallest case that was found.",
            ""
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the policy is good",
            "1:the file is wrong, or a law does not hold",
            "2:the command line is wrong, or a file of it cannot be read"
        })
final class CheckCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "The policy, in YAML or JSON.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Mixin
    private Resolvers resolvers = new Resolvers();

    @Option(
            names = "--samples",
            paramLabel = "FILE",
            description = "Items in DynamoDB's JSON, as aws dynamodb scan prints them, whose values are tried too.")
    private @Nullable Path samples;

    @Option(
            names = "--key",
            paramLabel = "NAME",
            split = ",",
            description =
                    "The table's key attributes, to check what the policy says of keys. policy put knows them itself.")
    private List<String> keyNames = new ArrayList<>();

    @Option(
            names = "--clock-attribute",
            paramLabel = "NAME",
            defaultValue = ReplicatedTable.DEFAULT_CLOCK_NAME,
            description = "The attribute that is reserved for the clock. Default: ${DEFAULT-VALUE}")
    private String clockName = ReplicatedTable.DEFAULT_CLOCK_NAME;

    @Mixin
    private OutputOption output = new OutputOption();

    CheckCommand() {}

    @Override
    public Integer call() {
        try (Resolvers open = resolvers) {
            String text = PolicyText.read(file);
            Samples items = samples == null ? Samples.NONE : Samples.read(samples);
            List<ConflictResolver> found = open.load();
            PolicyContext context = new PolicyContext(new HashSet<>(keyNames), clockName, Resolvers.timed(found));
            MergePolicy policy = PolicyFile.parse(text, context);
            List<Verdict> verdicts = tried(new LawCheck(policy, found), items);
            tell(policy, verdicts);
            return verdicts.stream().allMatch(Verdict::holds) ? ExitCode.OK : ExitCode.DIFFERENT;
        } catch (PolicyException e) {
            tell(e.errors());
            return ExitCode.DIFFERENT;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private static List<Verdict> tried(LawCheck check, Samples items) {
        List<Subject> subjects = check.subjects(items);
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("laws")
                .setInitialMax(subjects.size())
                .build()) {
            return check.run(subjects, verdict -> bar.step());
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void tell(List<PolicyError> errors) {
        if (output.isJson()) {
            out().println(document(errors, List.of()));
            return;
        }
        errors.forEach(error -> out().println(file + ": " + error));
        out().println(file + " has " + Show.count(errors.size(), "error") + ".");
    }

    private void tell(MergePolicy policy, List<Verdict> verdicts) {
        if (output.isJson()) {
            out().println(document(List.of(), verdicts));
            return;
        }
        out().println(file + ": " + Show.count(policy.rules().size(), "rule") + ", deletes: "
                + policy.deletes().word());
        for (Verdict verdict : verdicts) {
            Subject subject = verdict.subject();
            out().println((verdict.holds() ? "  ok      " : "  BROKEN  ")
                    + subject.type().name() + " for "
                    + String.join(", ", subject.attributes())
                    + (subject.samples().isEmpty()
                            ? ""
                            : ", also on " + Show.count(subject.samples().size(), "sample")));
            verdict.violation().ifPresent(violation -> {
                out().println("    " + violation.law() + ": " + violation.law().words());
                violation.steps().forEach(step -> out().println("      " + step));
                out().println("    " + violation.one());
                out().println("    " + violation.other());
            });
        }
    }

    private ObjectNode document(List<PolicyError> errors, List<Verdict> verdicts) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("file", file.toString());
        document.put("ok", errors.isEmpty() && verdicts.stream().allMatch(Verdict::holds));
        ArrayNode wrong = document.putArray("errors");
        errors.forEach(error -> wrong.addObject().put("line", error.line()).put("message", error.message()));
        ArrayNode laws = document.putArray("laws");
        for (Verdict verdict : verdicts) {
            ObjectNode node = laws.addObject();
            node.put("type", verdict.subject().type().name());
            ArrayNode attributes = node.putArray("attributes");
            verdict.subject().attributes().forEach(attributes::add);
            node.put("samples", verdict.subject().samples().size());
            node.put("holds", verdict.holds());
            verdict.violation().ifPresent(violation -> {
                node.put("law", violation.law().name());
                ArrayNode steps = node.putArray("case");
                violation.steps().forEach(steps::add);
                node.put("one", violation.one()).put("other", violation.other());
            });
        }
        return document;
    }
}
