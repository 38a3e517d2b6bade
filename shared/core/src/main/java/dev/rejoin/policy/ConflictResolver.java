package dev.rejoin.policy;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import org.jspecify.annotations.Nullable;

/**
 * A table owner's own way to merge two concurrent values, found by {@link java.util.ServiceLoader}. Must be deterministic,
 * commutative, associative and idempotent, and know nothing but its arguments: every region asks its own, and all must come
 * to the same. {@code rejoin policy check} tries that. It must neither block nor keep anything; it may be called often, by
 * several threads. Where it throws or takes too long, the newest value is shown, everywhere, until there is a newer one.
 */
public interface ConflictResolver {
    /** What policies call it, behind {@code custom:}. 1 to 60 characters of {@code a-z 0-9 -}. */
    String name();

    /**
     * What two concurrent values give. Three or more are merged one after the other, oldest first.
     *
     * @param key the item's
     * @param attribute its name
     * @return null if the attribute shall be absent
     */
    @Nullable
    Value resolve(ItemKey key, String attribute, Candidate older, Candidate newer);

    /**
     * A value that a write left, or that other candidates gave.
     *
     * @param dot the write; the newest, if several were merged
     * @param value null if the write removed the attribute
     */
    record Candidate(Dot dot, @Nullable Value value) {}
}
