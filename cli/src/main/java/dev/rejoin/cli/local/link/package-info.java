/** The ways between local regions, which can be cut, slowed down, or made to lose the answers. */
@NullMarked
package dev.rejoin.cli.local.link;

import org.jspecify.annotations.NullMarked;
