/** Brings peers what they are owed. */
@NullMarked
package dev.rejoin.functions.hint;

import org.jspecify.annotations.NullMarked;
