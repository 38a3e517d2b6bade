package dev.rejoin.cli.chaos.process;

import dev.rejoin.cli.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code rejoin region-process}: one region's functions, for {@code rejoin chaos}. Reads its setup as one line from standard input,
 * says where it answers, and ends when standard input does: with whoever started it, however that ended.
 */
@Command(name = RegionProcessCommand.NAME, hidden = true, description = "One region's functions; for rejoin chaos.")
public final class RegionProcessCommand implements Callable<Integer> {
    /** The subcommand. */
    public static final String NAME = "region-process";

    /** Before the port, in the line that says that the process is ready. */
    public static final String READY = "ready ";

    /** Made by the command line's parser. */
    public RegionProcessCommand() {}

    @Override
    public Integer call() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = in.readLine();
        if (line == null) {
            return ExitCode.USAGE;
        }
        try (RegionNode node = new RegionNode(RegionSetup.of(line));
                RegionEndpoint endpoint = new RegionEndpoint(node)) {
            node.start();
            System.out.println(READY + endpoint.port());
            while (in.readLine() != null) {
                // Whatever is said after the setup says only that somebody is there.
            }
        }
        return ExitCode.OK;
    }
}
