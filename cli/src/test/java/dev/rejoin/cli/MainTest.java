package dev.rejoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--frob                      | Unknown option: '--frob'",
                "demo --port 99999           | --port must be 1 to 65535, not 99999",
                "demo --metrics-port 99999   | --metrics-port must be 0 to 65535, not 99999",
                "demo --port x               | 'x' is not an int",
                "demo --regions eu           | --regions must be 2 to 5 different names, not eu",
                "demo --regions a,b,c,d,e,f  | --regions must be 2 to 5 different names",
                "demo --regions eu,eu        | --regions must be 2 to 5 different names",
                "demo --regions eu,EU_1      | --regions: actor name must match",
                "demo --keep -o json         | leave out one of --keep and -o json",
                "demo -o xml                 | expected one of [text, json]",
                "chaos --minutes 0.1         | --minutes must be 0.2 to 1440, not 0.1",
                "chaos --writes-per-second 0 | --writes-per-second must be more than 0 and at most 1000, not 0",
                "chaos --patience 0          | --patience must be 1 second or more, not 0",
                "chaos --regions eu,eu       | --regions must be 2 to 5 different names",
                "chaos --regions eu,EU_1     | --regions: actor name must match",
                "demo spare                  | Unmatched argument"
            })
    void aWrongCommandLineIsToldInOneLineWithTheMend(String arguments, String message) {
        assertThat(execute(arguments.strip().split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains(message)
                .contains("--help shows");
    }

    @Test
    void aMissingEngineIsToldInOneLineWithTheMend() {
        String folder = System.getProperty("rejoin.dynamodbLocal");
        try {
            System.setProperty("rejoin.dynamodbLocal", "/nonexistent");
            assertThat(execute("demo", "-o", "json")).isEqualTo(ExitCode.UNAVAILABLE);
            System.clearProperty("rejoin.dynamodbLocal");
            assertThat(execute("demo", "-o", "json")).isEqualTo(ExitCode.UNAVAILABLE);
        } finally {
            if (folder != null) {
                System.setProperty("rejoin.dynamodbLocal", folder);
            }
        }
        assertThat(err.toString().lines()).hasSize(2);
        assertThat(err.toString()).contains("no folder /nonexistent").contains("./rejoin brings it");
    }

    @Test
    void helpAndVersionAreNoErrors() {
        assertThat(execute("--help")).isZero();
        assertThat(execute("demo", "--help")).isZero();
        assertThat(execute("--version")).isZero();
        assertThat(out.toString()).contains("Usage: rejoin").contains("--keep").contains("Exit codes:");
        assertThat(err.toString()).isEmpty();
    }

    private int execute(String... arguments) {
        return Main.commandLine()
                .setErr(new PrintWriter(err, true))
                .setOut(new PrintWriter(out, true))
                .execute(arguments);
    }
}
