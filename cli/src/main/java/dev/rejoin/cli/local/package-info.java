/** Several regions on this machine: tables, replicas, the links between them, and what can go wrong with each. */
@NullMarked
package dev.rejoin.cli.local;

import org.jspecify.annotations.NullMarked;
