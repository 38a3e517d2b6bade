/** What a run gave, for people and for programs. */
@NullMarked
package dev.rejoin.cli.chaos.report;

import org.jspecify.annotations.NullMarked;
