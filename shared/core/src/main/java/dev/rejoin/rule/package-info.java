/** The protocol's rules by name. Depends on nothing. */
@NullMarked
package dev.rejoin.rule;

import org.jspecify.annotations.NullMarked;
