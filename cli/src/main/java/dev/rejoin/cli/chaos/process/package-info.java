/** One region's functions in a process of their own, which may be killed at any time: what a fleet of them is made of. */
@NullMarked
package dev.rejoin.cli.chaos.process;

import org.jspecify.annotations.NullMarked;
