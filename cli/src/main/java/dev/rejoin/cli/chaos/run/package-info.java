/** A run from its first process to its audit: faults by a schedule, samples of what is measured. */
@NullMarked
package dev.rejoin.cli.chaos.run;

import org.jspecify.annotations.NullMarked;
