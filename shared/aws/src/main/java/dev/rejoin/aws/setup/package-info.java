/** Makes the shadow table that a replicated table needs. */
@NullMarked
package dev.rejoin.aws.setup;

import org.jspecify.annotations.NullMarked;
