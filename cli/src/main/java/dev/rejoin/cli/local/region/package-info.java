/** Regions on one DynamoDB Local: clients, tables, streams, and the cluster that they make. */
@NullMarked
package dev.rejoin.cli.local.region;

import org.jspecify.annotations.NullMarked;
