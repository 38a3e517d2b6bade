package dev.rejoin.cli.operate;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as users write them on a command line. */
public final class TimeText {
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

    private TimeText() {}

    /**
     * A time: {@code 2026-11-25T04:00:00Z}, {@code 2026-11-25} (its beginning in UTC), or how long ago: {@code 90s}, {@code 15m},
     * {@code 2h}, {@code 7d}.
     *
     * @param now milliseconds since 1970
     * @return milliseconds since 1970
     * @throws IllegalArgumentException saying what it should be
     */
    public static long millis(String text, long now) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            return now
                    - unit(ago.group(2))
                            .multipliedBy(Long.parseLong(ago.group(1)))
                            .toMillis();
        }
        try {
            return text.contains("T")
                    ? Instant.parse(text).toEpochMilli()
                    : LocalDate.parse(text)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                            .toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "a time is like 2026-11-25T04:00:00Z or 2026-11-25, or as long ago as 15m, 2h or 7d, not " + text);
        }
    }

    /**
     * How long something takes: {@code 90s}, {@code 15m}, {@code 2h}, {@code 35d}.
     *
     * @throws IllegalArgumentException saying what it should be
     */
    public static Duration duration(String text) {
        Matcher span = AGO.matcher(text);
        if (!span.matches()) {
            throw new IllegalArgumentException("a span of time is like 90s, 15m, 2h or 35d, not " + text);
        }
        return unit(span.group(2)).multipliedBy(Long.parseLong(span.group(1)));
    }

    private static Duration unit(String letter) {
        return switch (letter) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }

    /** A time as {@link #millis} reads it. */
    public static String of(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
