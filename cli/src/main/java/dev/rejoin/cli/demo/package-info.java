/** The demo: one scene of nine steps between local regions, a comparison of all they hold, and what the user can do next. */
@NullMarked
package dev.rejoin.cli.demo;

import org.jspecify.annotations.NullMarked;
