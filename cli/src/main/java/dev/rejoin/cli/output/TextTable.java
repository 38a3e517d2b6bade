package dev.rejoin.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of cells in columns as wide as they have to be. */
public final class TextTable {
    private static final String GAP = "   ";

    private final List<List<Cell>> rows = new ArrayList<>();
    private final boolean[] right;

    /** A text and what it is. */
    public record Cell(String text, Style style) {
        public static Cell of(String text) {
            return new Cell(text, Style.PLAIN);
        }
    }

    /** @param right which columns are aligned to the right, numbers for instance */
    public TextTable(boolean... right) {
        this.right = Arrays.copyOf(right, right.length);
    }

    /** Adds a row of plain text. */
    public TextTable row(String... texts) {
        return row(Style.PLAIN, texts);
    }

    /** Adds a row in one style. */
    public TextTable row(Style style, String... texts) {
        return row(Arrays.stream(texts).map(text -> new Cell(text, style)).toList());
    }

    /** Adds a row. */
    public TextTable row(List<Cell> cells) {
        rows.add(List.copyOf(cells));
        return this;
    }

    /** The rows as text. */
    List<String> lines(Screen screen) {
        int[] widths = widths();
        return rows.stream().map(row -> line(screen, row, widths)).toList();
    }

    private int[] widths() {
        int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
        for (List<Cell> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], width(row.get(i).text));
            }
        }
        return widths;
    }

    private String line(Screen screen, List<Cell> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            Cell cell = row.get(i);
            String pad = " ".repeat(widths[i] - width(cell.text));
            boolean atRight = i < right.length && right[i];
            boolean last = i == row.size() - 1;
            line.append(atRight ? pad : "").append(screen.styled(cell.style, cell.text));
            line.append(atRight || last ? "" : pad).append(last ? "" : GAP);
        }
        return line.toString().stripTrailing();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
