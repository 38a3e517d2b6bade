/** What peers are owed, in queues. */
@NullMarked
package dev.rejoin.aws.hint;

import org.jspecify.annotations.NullMarked;
