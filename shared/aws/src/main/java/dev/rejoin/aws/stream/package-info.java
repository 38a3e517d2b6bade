/** Records of DynamoDB Streams, as the Streams API and as Lambda give them, to the core's. */
@NullMarked
package dev.rejoin.aws.stream;

import org.jspecify.annotations.NullMarked;
