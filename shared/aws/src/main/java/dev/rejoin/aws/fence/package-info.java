/** Closes a table to its applications' writes with its resource policy, and opens it again. */
@NullMarked
package dev.rejoin.aws.fence;

import org.jspecify.annotations.NullMarked;
