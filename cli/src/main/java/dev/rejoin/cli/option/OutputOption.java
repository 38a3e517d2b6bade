package dev.rejoin.cli.option;

import picocli.CommandLine.Option;

/** {@code -o}: how a result is told. */
public final class OutputOption {
    /** For a person, or for a program. */
    enum Output {
        text,
        json
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "text",
            description = "text or json: one document at the end.")
    private Output output = Output.text;

    /** Made by the command line's parser. */
    public OutputOption() {}

    /** Whether a program reads the result, as one JSON document on standard output. */
    public boolean isJson() {
        return output == Output.json;
    }
}
