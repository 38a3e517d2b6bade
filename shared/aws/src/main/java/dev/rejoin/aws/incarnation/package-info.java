/** Which table it is that a region replicates: one that was restored from a backup has the same name, and is another. */
@NullMarked
package dev.rejoin.aws.incarnation;

import org.jspecify.annotations.NullMarked;
