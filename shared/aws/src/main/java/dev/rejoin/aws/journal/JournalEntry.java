package dev.rejoin.aws.journal;

import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridTime;
import dev.rejoin.item.ItemKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A conflict as a journal tells it.
 *
 * @param row the row's sort key, the same in every region
 * @param key the item's key
 * @param attribute the attribute's name
 * @param policy the data type by which it was settled
 * @param reason why the loser does not stand: a name of {@code Conflict.Reason}, or one of a newer release
 * @param loser the write that does not stand
 * @param winner the write that stands
 * @param foundAt when it was first found in that region, in milliseconds since 1970; null in old rows
 * @param resolution what an operator chose, if one did
 */
public record JournalEntry(
        String row,
        ItemKey key,
        String attribute,
        String policy,
        String reason,
        Write loser,
        Write winner,
        @Nullable Long foundAt,
        Optional<String> resolution) {
    private static final int HASH_DIGITS = 12;

    /** One of the two writes, and what is known of its value. */
    public record Write(Dot dot, KnownValue value) {
        /** When it was written, by its region's clock; milliseconds since 1970. */
        public long millis() {
            return HybridTime.millis(dot.time());
        }
    }

    /** What users call it, the same in every region: the item's hash, and twelve digits that tell its conflicts apart. */
    public String id() {
        return key.hash() + "-" + digits(row);
    }

    private static String digits(String row) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(row.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** When the later of the two was written: since then it is a conflict. Milliseconds since 1970. */
    public long millis() {
        return Math.max(loser.millis(), winner.millis());
    }

    /** This entry with what another region knows of the same conflict. */
    public JournalEntry with(JournalEntry other) {
        return new JournalEntry(
                row,
                key,
                attribute,
                policy,
                reason.compareTo(other.reason) <= 0 ? reason : other.reason,
                fuller(loser, other.loser),
                fuller(winner, other.winner),
                earlier(foundAt, other.foundAt),
                resolution.or(other::resolution));
    }

    /** This entry with its values opened. */
    public JournalEntry with(KnownValue losing, KnownValue winning) {
        return new JournalEntry(
                row,
                key,
                attribute,
                policy,
                reason,
                new Write(loser.dot, losing),
                new Write(winner.dot, winning),
                foundAt,
                resolution);
    }

    private static Write fuller(Write a, Write b) {
        return b.value.isFullerThan(a.value) ? b : a;
    }

    private static @Nullable Long earlier(@Nullable Long a, @Nullable Long b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return (Long) Math.min(a, b);
    }
}
