/** What is looked at when a run has come to rest: whether the promises were kept. */
@NullMarked
package dev.rejoin.cli.chaos.audit;

import org.jspecify.annotations.NullMarked;
