/** What is known of an item and since when: versions, their merge, and the bytes in which clocks are stored. */
@NullMarked
package dev.rejoin.version;

import org.jspecify.annotations.NullMarked;
