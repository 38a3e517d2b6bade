/** Encryption with a key of the owner's, before anything is stored. */
@NullMarked
package dev.rejoin.aws.seal;

import org.jspecify.annotations.NullMarked;
