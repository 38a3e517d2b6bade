/** Applications that write plain items all the time, and remember what they were told of each write. */
@NullMarked
package dev.rejoin.cli.chaos.writer;

import org.jspecify.annotations.NullMarked;
