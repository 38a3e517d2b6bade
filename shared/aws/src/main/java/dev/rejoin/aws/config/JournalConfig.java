package dev.rejoin.aws.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How conflicts are journalled.
 *
 * @param table where
 * @param kept how long an entry stays after it was last found
 * @param values in what form values are kept
 * @param keyArn the owner's key, exactly if values are encrypted with it
 */
public record JournalConfig(String table, Duration kept, Values values, Optional<String> keyArn) {
    /** In what form a journal keeps values. */
    public enum Values {
        /** As they are. */
        FULL,
        /** Only their hash: what was lost can be recognised, not brought back. */
        HASH,
        /** Encrypted with a key of the owner's, before they are stored. */
        ENCRYPTED
    }
}
