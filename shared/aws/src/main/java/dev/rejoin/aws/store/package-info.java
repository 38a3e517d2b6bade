/** The core's store on DynamoDB: conditional writes, batched reads, shadow rows. */
@NullMarked
package dev.rejoin.aws.store;

import org.jspecify.annotations.NullMarked;
