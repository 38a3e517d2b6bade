/** Planting bugs: the test kit's half of the rules' package. */
@NullMarked
package dev.rejoin.rule;

import org.jspecify.annotations.NullMarked;
