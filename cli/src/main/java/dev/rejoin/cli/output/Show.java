package dev.rejoin.cli.output;

import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Short texts for values, keys and durations. */
public final class Show {
    private static final int LONGEST = 40;

    private Show() {}

    /** A value as one would write it; {@code -} for none. */
    public static String value(@Nullable Value value) {
        if (value == null) {
            return "-";
        }
        String text = text(value);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    }

    private static String text(Value value) {
        if (value instanceof Value.S s) {
            return s.text();
        } else if (value instanceof Value.N n) {
            return n.number().toPlainString();
        } else if (value instanceof Value.Bool bool) {
            return Boolean.toString(bool.value());
        } else if (value instanceof Value.Null) {
            return "null";
        } else if (value instanceof Value.B b) {
            return b.length() + " bytes";
        }
        return DynamoJson.of(value).toString();
    }

    /** A key: its values, with a slash between them. */
    public static String key(ItemKey key) {
        return key.attributes().asMap().values().stream().map(Show::text).collect(Collectors.joining("/"));
    }

    /** Milliseconds as a person reads them: {@code 41 ms}, {@code 3.2 s}. */
    public static String millis(long millis) {
        return millis < 1_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
    }

    public static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1_000.0);
    }

    /** A number and its noun, in the plural unless it is one. */
    public static String count(long n, String noun) {
        return count(n, noun, noun + "s");
    }

    public static String count(long n, String one, String many) {
        return String.format(Locale.ROOT, "%,d", n).replace(',', ' ') + " " + (n == 1 ? one : many);
    }
}
