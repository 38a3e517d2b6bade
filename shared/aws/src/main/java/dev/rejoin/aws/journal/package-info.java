/** Where losing values are kept. */
@NullMarked
package dev.rejoin.aws.journal;

import org.jspecify.annotations.NullMarked;
