package dev.rejoin.policy;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.Value;
import org.jspecify.annotations.Nullable;

/**
 * What a plain write did to one attribute.
 *
 * @param attribute its name
 * @param before the value that the write replaced, null if there was none or it is not known
 * @param after the value that the write left, null if none
 * @param dot the write
 * @param unseen whether the value before is not known: the item was absent, or records were lost
 */
public record PlainChange(
        String attribute, @Nullable Value before, @Nullable Value after, Dot dot, boolean unseen) {}
