/** What the steps of the demo play with: applications, what regions hold, checks, and what is told of it. */
@NullMarked
package dev.rejoin.cli.demo.scene;

import org.jspecify.annotations.NullMarked;
