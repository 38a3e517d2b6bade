package dev.rejoin.cli.outage;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/** Spans and sizes as an operator reads them. */
final class Ages {
    private static final double STEP = 1_024;

    private Ages() {}

    /** {@code 41 s}, {@code 12 min}, {@code 3 h 20 min}, {@code 2 d 4 h}. */
    static String span(long millis) {
        Duration span = Duration.ofMillis(Math.max(0, millis));
        if (span.toMinutes() < 2) {
            return span.toSeconds() + " s";
        } else if (span.toHours() < 2) {
            return span.toMinutes() + " min";
        } else if (span.toDays() < 2) {
            return span.toHours() + " h " + span.toMinutesPart() + " min";
        }
        return span.toDays() + " d " + span.toHoursPart() + " h";
    }

    /** Since then; {@code never} if there was none. */
    static String since(OptionalLong at, long now) {
        return at.isEmpty() ? "never" : span(now - at.getAsLong());
    }

    /** {@code 900 B}, {@code 12.5 MB}. */
    static String bytes(long bytes) {
        if (bytes < STEP) {
            return bytes + " B";
        }
        double size = bytes;
        String unit = "B";
        for (String next : new String[] {"KB", "MB", "GB", "TB"}) {
            if (size < STEP) {
                break;
            }
            size /= STEP;
            unit = next;
        }
        return String.format(Locale.ROOT, "%.1f %s", size, unit);
    }
}
