/** Items as values: attributes, keys, equality and fingerprints as DynamoDB sees them, free of any SDK. */
@NullMarked
package dev.rejoin.item;

import org.jspecify.annotations.NullMarked;
