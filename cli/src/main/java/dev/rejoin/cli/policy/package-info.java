/** {@code rejoin policy}: checks merge policies, puts them into all regions of a table, and shows what was put. */
@NullMarked
package dev.rejoin.cli.policy;

import org.jspecify.annotations.NullMarked;
