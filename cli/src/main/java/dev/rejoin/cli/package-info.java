/** The {@code rejoin} command: what is called, with which exit codes, and how errors are told. */
@NullMarked
package dev.rejoin.cli;

import org.jspecify.annotations.NullMarked;
