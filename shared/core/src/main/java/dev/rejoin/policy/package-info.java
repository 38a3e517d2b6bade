/** How what applications wrote becomes state that merges: one class per data type, and the table's choice among them. */
@NullMarked
package dev.rejoin.policy;

import org.jspecify.annotations.NullMarked;
