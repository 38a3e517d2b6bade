/** How the command shows things: colours, aligned tables, values, durations. */
@NullMarked
package dev.rejoin.cli.output;

import org.jspecify.annotations.NullMarked;
