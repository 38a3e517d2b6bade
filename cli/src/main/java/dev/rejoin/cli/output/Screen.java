package dev.rejoin.cli.output;

import java.io.PrintStream;
import picocli.CommandLine;

/** Where lines go: with colours if somebody sees them. */
public final class Screen {
    private final PrintStream out;
    private final boolean coloured;

    /** @param coloured whether {@code out} is a terminal, and the user wants colours */
    public Screen(PrintStream out, boolean coloured) {
        this.out = out;
        this.coloured = coloured;
    }

    /**
     * A screen with colours if it is a terminal; {@code NO_COLOR} is heeded.
     *
     * @param colours whether the user wants them
     */
    public static Screen of(PrintStream out, boolean colours) {
        return new Screen(out, colours && CommandLine.Help.Ansi.AUTO.enabled());
    }

    /** A screen that shows nothing. */
    public static Screen none() {
        return new Screen(new PrintStream(PrintStream.nullOutputStream()), false);
    }

    /** Styles a text, if there are colours. */
    public String styled(Style style, String text) {
        return coloured ? style.on(text) : text;
    }

    public void line(String text) {
        out.println(text);
        out.flush();
    }

    public void blank() {
        line("");
    }

    /** Draws over the last thing that was drawn so; only for a screen that is live. */
    public void overwrite(String text) {
        out.print("\r\u001b[K" + text);
        out.flush();
    }

    /** Shows a table, indented. */
    public void table(TextTable table, String indent) {
        table.lines(this).forEach(row -> line(indent + row));
    }

    /** Whether whoever looks can see lines that change. */
    public boolean isLive() {
        return coloured;
    }
}
