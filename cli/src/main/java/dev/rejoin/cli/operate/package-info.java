/**
 * How operators' commands find a replicated table: a mixin for the command line, and clients for its regions. A command mixes in
 * {@code TableOptions}, opens it, and closes what it got.
 */
@NullMarked
package dev.rejoin.cli.operate;

import org.jspecify.annotations.NullMarked;
