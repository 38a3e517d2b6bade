/**
 * What is known of a table's regions and of the ways between them: items of the control table, which is replicated like any
 * other. Each region writes its own items only, in its own table, so that the newest copy anywhere is what that region said
 * last.
 */
@NullMarked
package dev.rejoin.aws.control;

import org.jspecify.annotations.NullMarked;
