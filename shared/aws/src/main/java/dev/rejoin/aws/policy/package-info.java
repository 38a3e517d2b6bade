/** A table owner's merge policy as a file: what it may say, and what that means. */
@NullMarked
package dev.rejoin.aws.policy;

import org.jspecify.annotations.NullMarked;
