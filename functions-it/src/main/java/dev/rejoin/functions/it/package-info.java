/** What the functions are compared with. */
@NullMarked
package dev.rejoin.functions.it;

import org.jspecify.annotations.NullMarked;
