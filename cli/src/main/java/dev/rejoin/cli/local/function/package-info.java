/** The forwarder as a function that can be killed in the middle of a batch. */
@NullMarked
package dev.rejoin.cli.local.function;

import org.jspecify.annotations.NullMarked;
