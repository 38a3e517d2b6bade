/** What a local region owes its peers, and the loop that brings it to them. */
@NullMarked
package dev.rejoin.cli.local.hint;

import org.jspecify.annotations.NullMarked;
