/**
 * A deterministic simulation of regions that replicate while anything goes wrong that can. One seed, one run, to the byte:
 * a single thread takes one of the operations that are under way, at random, and every operation of every store is one step.
 */
@NullMarked
package dev.rejoin.testkit.sim;

import org.jspecify.annotations.NullMarked;
