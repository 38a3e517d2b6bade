package dev.rejoin.cli.policy;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rejoin policy}. */
@Command(
        name = "policy",
        description =
                "Checks how concurrent writes of a table merge, puts it into all its regions, and shows what was put.",
        subcommands = {CheckCommand.class, PutCommand.class, ShowCommand.class, HistoryCommand.class},
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  rejoin policy check policy.yaml --resolvers my-resolvers.jar --samples items.json",
            "  rejoin policy put orders policy.yaml --dry-run",
            "  rejoin policy show orders",
            "  rejoin policy history orders -o json"
        })
public final class PolicyCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Made by the command line's parser. */
    public PolicyCommand() {}

    @Override
    public void run() {
        CommandLine.usage(spec.commandLine(), System.out);
    }
}
