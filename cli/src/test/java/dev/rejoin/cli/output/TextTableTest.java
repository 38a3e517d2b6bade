package dev.rejoin.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        show(false, new TextTable().row("a", "bb", "c").row("aaa", "b", "c"));
        assertThat(shown()).containsExactly("  a     bb   c", "  aaa   b    c");
    }

    @Test
    void numbersStandUnderEachOther() {
        show(false, new TextTable(false, true).row("x", "5").row("y", "500"));
        assertThat(shown()).containsExactly("  x     5", "  y   500");
    }

    @Test
    void coloursTakeNoRoom() {
        show(true, new TextTable().row(Style.GOOD, "a", "b").row("aaa", "b"));
        assertThat(shown()).containsExactly("  \u001b[32ma\u001b[0m     \u001b[32mb\u001b[0m", "  aaa   b");
    }

    @Test
    void rowsMayBeOfDifferentLengths() {
        show(false, new TextTable().row("a").row("b", "c"));
        assertThat(shown()).containsExactly("  a", "  b   c");
    }

    @Test
    void aScreenWithoutColoursHasNone() {
        Screen screen = new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), false);
        assertThat(screen.styled(Style.BAD, "x")).isEqualTo("x");
        assertThat(screen.isLive()).isFalse();
    }

    private void show(boolean coloured, TextTable table) {
        new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), coloured).table(table, "  ");
    }

    private List<String> shown() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
