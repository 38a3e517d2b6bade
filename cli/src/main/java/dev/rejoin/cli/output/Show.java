package dev.rejoin.cli.output;

import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.version.Elements;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Short texts for values, keys and durations. */
public final class Show {
    private static final int LONGEST = 40;

    private Show() {}

    /** A value as one would write it; {@code -} for none. Sets are in braces, sorted, and lists in brackets. */
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
        return nested(value);
    }

    private static String nested(Value value) {
        List<Value> elements = Elements.of(value);
        if (elements != null) {
            String all = elements.stream().map(Show::text).collect(Collectors.joining(", "));
            return Elements.isSet(value) ? "{" + all + "}" : "[" + all + "]";
        }
        return ((Value.M) value)
                .entries().entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + text(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
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
