/** A small interpreter of the Amazon States Language, for the definition of this project. */
@NullMarked
package dev.rejoin.functions.states;

import org.jspecify.annotations.NullMarked;
