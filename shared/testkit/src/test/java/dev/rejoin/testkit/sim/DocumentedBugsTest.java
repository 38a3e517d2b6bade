package dev.rejoin.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.rule.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of planted bugs in docs/guarantees.md, and where else they are counted. */
class DocumentedBugsTest {
    @Test
    void everyRuleHasItsRow() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("../../docs/guarantees.md")).stream()
                .dropWhile(line -> !line.equals("## Planted bugs"))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf(" | ", line.indexOf(" | ") + 1)))
                .toList();
        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(Rule.values())
                        .map(rule -> "| `" + rule + "` | " + rule.whenBroken())
                        .toList());
    }

    @Test
    void theyAreCounted() throws IOException {
        assertThat(Files.readString(Path.of("../../README.md")))
                .contains(Rule.values().length + " bugs that are planted in it");
    }
}
