/** The table's items in the SDK's and in Lambda's words, and in the core's. */
@NullMarked
package dev.rejoin.aws.item;

import org.jspecify.annotations.NullMarked;
