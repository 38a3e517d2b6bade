/** What a region does while it cannot reach the others: whether it goes on taking writes, and how it stops and begins again. */
@NullMarked
package dev.rejoin.outage;

import org.jspecify.annotations.NullMarked;
