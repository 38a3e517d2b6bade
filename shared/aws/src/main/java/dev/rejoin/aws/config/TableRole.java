package dev.rejoin.aws.config;

import java.util.Locale;
import java.util.Optional;

/** Which of a stack's replicated tables; regions may give them different names. */
public enum TableRole {
    /** The applications' table. */
    DATA,
    /** The sentinels' table of heartbeats. */
    CONTROL;

    /** As it stands in messages. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of that name in messages, empty if there is none. */
    public static Optional<TableRole> ofWireName(String name) {
        for (TableRole role : values()) {
            if (role.wireName().equals(name)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
