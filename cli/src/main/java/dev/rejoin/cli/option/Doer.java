package dev.rejoin.cli.option;

import picocli.CommandLine.Option;

/** Who does something. */
public final class Doer {
    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who does it, for those who look later. Default: the user's name here.")
    private String name = "";

    /** As it was given. */
    public String name() {
        return name;
    }
}
