/** Parts of command lines that several commands have. */
@NullMarked
package dev.rejoin.cli.option;

import org.jspecify.annotations.NullMarked;
