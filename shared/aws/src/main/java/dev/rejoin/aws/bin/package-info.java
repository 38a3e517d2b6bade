/** Deleted items, kept for a while. */
@NullMarked
package dev.rejoin.aws.bin;

import org.jspecify.annotations.NullMarked;
