/** Waiting for things to happen, without polling for them. */
@NullMarked
package dev.rejoin.cli.local.watch;

import org.jspecify.annotations.NullMarked;
