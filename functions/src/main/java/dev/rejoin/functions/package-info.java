/** The Lambda handlers: convert, delegate, respond. */
@NullMarked
package dev.rejoin.functions;

import org.jspecify.annotations.NullMarked;
