/** The steps of the demo, one class each, in the order of {@link dev.rejoin.cli.demo.step.Steps}. */
@NullMarked
package dev.rejoin.cli.demo.step;

import org.jspecify.annotations.NullMarked;
