/** {@code rejoin chaos}: real processes, real tables, and everything that can go wrong. */
@NullMarked
package dev.rejoin.cli.chaos;

import org.jspecify.annotations.NullMarked;
