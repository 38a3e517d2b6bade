package dev.rejoin.cli.conflicts;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rejoin conflicts}. */
@Command(
        name = "conflicts",
        description = "Shows and resolves conflicts: values that did not stand against a concurrent write.",
        subcommands = {ListCommand.class, ShowCommand.class, ResolveCommand.class, ExportCommand.class},
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  rejoin conflicts list orders --since 24h",
            "  rejoin conflicts show orders 3fa9c0de01b2c3d4-0123456789ab",
            "  rejoin conflicts resolve orders 3fa9c0de01b2c3d4-0123456789ab --pick loser --dry-run",
            "  rejoin conflicts resolve orders 3fa9c0de01b2c3d4-0123456789ab --resolver longest --resolvers resolvers.jar",
            "  rejoin conflicts export orders --to conflicts.jsonl"
        })
public final class ConflictsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Made by the command line's parser. */
    public ConflictsCommand() {}

    @Override
    public void run() {
        CommandLine.usage(spec.commandLine(), System.out);
    }
}
