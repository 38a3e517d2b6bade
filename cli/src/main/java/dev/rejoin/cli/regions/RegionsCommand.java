package dev.rejoin.cli.regions;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rejoin regions}. */
@Command(
        name = "regions",
        description =
                "Shows which table each region replicates, takes in one that was restored from a backup, and expels a region that"
                        + " does not come back for long.",
        subcommands = {ListCommand.class, RestoredCommand.class, ExpelCommand.class},
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  rejoin regions list orders --regions eu-west-1,us-east-1",
            "  rejoin regions restored orders --regions eu-west-1,us-east-1 --region eu-west-1 --dry-run",
            "  rejoin regions restored orders --regions eu-west-1,us-east-1 --region eu-west-1",
            "  rejoin regions expel orders --regions eu-west-1,us-east-1 --region ap-south-1 --dry-run"
        })
public final class RegionsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Made by the command line's parser. */
    public RegionsCommand() {}

    @Override
    public void run() {
        CommandLine.usage(spec.commandLine(), System.out);
    }
}
