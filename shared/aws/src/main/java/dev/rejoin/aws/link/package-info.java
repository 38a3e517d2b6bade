/** The way to a peer region's applier. */
@NullMarked
package dev.rejoin.aws.link;

import org.jspecify.annotations.NullMarked;
