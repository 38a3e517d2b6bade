/** Stores in memory that behave as a DynamoDB table, its stream and its shadow table do. */
@NullMarked
package dev.rejoin.testkit.store;

import org.jspecify.annotations.NullMarked;
