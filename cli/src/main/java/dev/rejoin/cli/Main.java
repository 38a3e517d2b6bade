package dev.rejoin.cli;

import dev.rejoin.cli.backfill.BackfillCommand;
import dev.rejoin.cli.chaos.ChaosCommand;
import dev.rejoin.cli.chaos.process.RegionProcessCommand;
import dev.rejoin.cli.conflicts.ConflictsCommand;
import dev.rejoin.cli.demo.DemoCommand;
import dev.rejoin.cli.outage.FailoverCommand;
import dev.rejoin.cli.outage.FenceCommand;
import dev.rejoin.cli.outage.PauseCommand;
import dev.rejoin.cli.outage.ResumeCommand;
import dev.rejoin.cli.outage.StatusCommand;
import dev.rejoin.cli.outage.UnfenceCommand;
import dev.rejoin.cli.policy.PolicyCommand;
import dev.rejoin.cli.regions.RegionsCommand;
import dev.rejoin.cli.simulate.SimulateCommand;
import dev.rejoin.cli.tombstones.TombstonesCommand;
import dev.rejoin.cli.undelete.UndeleteCommand;
import dev.rejoin.cli.verify.RepairCommand;
import dev.rejoin.cli.verify.VerifyCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ScopeType;

/** The {@code rejoin} command. */
@Command(
        name = "rejoin",
        description = {
            "Keeps DynamoDB tables in several regions in step, active-active, by causality: applications write plain"
                    + " items, the regions converge, and no write is lost in silence.",
            ""
        },
        mixinStandardHelpOptions = true,
        scope = ScopeType.LOCAL,
        versionProvider = Version.class,
        subcommands = {
            // Each subcommand is a class of its own; whoever brings another adds it here.
            BackfillCommand.class,
            DemoCommand.class,
            SimulateCommand.class,
            ConflictsCommand.class,
            UndeleteCommand.class,
            PolicyCommand.class,
            StatusCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            FenceCommand.class,
            UnfenceCommand.class,
            FailoverCommand.class,
            RegionsCommand.class,
            TombstonesCommand.class,
            ChaosCommand.class,
            RegionProcessCommand.class,
            VerifyCommand.class,
            RepairCommand.class,
            HelpCommand.class
        },
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is well",
            "1:a check failed, or regions differ",
            "2:the command line is wrong",
            "69:something needed is missing",
            "70:a bug in this command"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rejoin demo                 see it work, on this machine, in half a minute",
            "  rejoin demo --keep          and write yourself",
            "  rejoin simulate             run the protocol through thousands of broken worlds",
            "  rejoin chaos --minutes 1    real processes killed, links cut, tables throttled: and then equal",
            "  rejoin help demo            all options of a command"
        })
public final class Main implements Runnable {
    /** Made by the command line's parser. */
    public Main() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        int code = commandLine().execute(args);
        if (!Errors.isEnding()) {
            System.exit(code);
        }
    }

    /** The command as {@link #main} runs it, for tests too. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Errors::usage)
                .setExecutionExceptionHandler(Errors::execution)
                .setExecutionStrategy(new CommandLine.RunLast())
                .setUsageHelpAutoWidth(true);
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
