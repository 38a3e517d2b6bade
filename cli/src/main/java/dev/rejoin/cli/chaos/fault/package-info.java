/** Which faults come when: all of it follows from a seed. */
@NullMarked
package dev.rejoin.cli.chaos.fault;

import org.jspecify.annotations.NullMarked;
