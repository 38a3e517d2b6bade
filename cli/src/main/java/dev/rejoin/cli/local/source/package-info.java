/**
 * A local event-source mapping: reads a table's stream and hands batches to a function as Lambda does, with order per key,
 * at least once, partial batch failures, retries, bisecting, and a failure destination. Knows nothing of replication.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html">Event source mapping parameters</a>
 */
@NullMarked
package dev.rejoin.cli.local.source;

import org.jspecify.annotations.NullMarked;
