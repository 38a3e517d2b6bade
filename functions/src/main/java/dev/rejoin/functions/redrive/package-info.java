/** Runs again what was put aside. */
@NullMarked
package dev.rejoin.functions.redrive;

import org.jspecify.annotations.NullMarked;
