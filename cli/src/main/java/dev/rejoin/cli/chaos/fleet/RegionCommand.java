package dev.rejoin.cli.chaos.fleet;

import dev.rejoin.cli.chaos.process.Interrupts;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How this program is started once more, in a process of its own.
 *
 * @param main the class to start
 * @param options for the Java virtual machine, beside those that every region has
 */
public record RegionCommand(String main, List<String> options) {
    public RegionCommand {
        options = List.copyOf(options);
    }

    /** The words of a command line that runs a subcommand. */
    List<String> words(String subcommand) {
        List<String> words = new ArrayList<>();
        String java = File.separatorChar == '\\' ? "java.exe" : "java";
        words.add(Path.of(System.getProperty("java.home"), "bin", java).toString());
        // It lives for seconds: to start soon and to leave the machine to others matters more than to be fast.
        words.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        words.addAll(options);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), main, subcommand));
        return Interrupts.deaf(words);
    }
}
