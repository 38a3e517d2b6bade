package dev.rejoin.cli.chaos.proxy;

import java.time.Duration;

/**
 * What a {@link TcpProxy} does to what passes it.
 *
 * @param kind what
 * @param delay of each piece that passes, one way; for {@code DELAYED} only
 * @param bytesPerSecond each way; for {@code NARROW} only
 */
public record LinkFault(Kind kind, Duration delay, int bytesPerSecond) {
    /** Lets everything pass. */
    public static final LinkFault NONE = new LinkFault(Kind.NONE, Duration.ZERO, 0);

    /** What happens. */
    public enum Kind {
        NONE,
        /** Connections are reset, and new ones too. */
        RESET,
        /** Nothing passes and nobody hears of it. */
        SILENT,
        /** Requests pass; answers do not, and nobody hears of it. */
        ANSWERS_LOST,
        /** Each connection is reset in the middle of its first answer. */
        BROKEN_OFF,
        /** Everything takes longer. */
        DELAYED,
        /** Few bytes a second. */
        NARROW
    }

    public static LinkFault of(Kind kind) {
        return new LinkFault(kind, Duration.ZERO, 0);
    }

    public static LinkFault delayed(Duration delay) {
        return new LinkFault(Kind.DELAYED, delay, 0);
    }

    public static LinkFault narrow(int bytesPerSecond) {
        return new LinkFault(Kind.NARROW, Duration.ZERO, bytesPerSecond);
    }
}
