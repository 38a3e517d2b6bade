/** Replicated updates per second on DynamoDB Local, beside bare conditional writes. */
@NullMarked
package dev.rejoin.bench.throughput;

import org.jspecify.annotations.NullMarked;
