/** Starts DynamoDB Local, a DynamoDB for one machine, as a process of its own. */
@NullMarked
package dev.rejoin.testkit.engine;

import org.jspecify.annotations.NullMarked;
