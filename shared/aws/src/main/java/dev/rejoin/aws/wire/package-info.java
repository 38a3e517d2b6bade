/** What regions say to each other: requests with versions, answers with outcomes. */
@NullMarked
package dev.rejoin.aws.wire;

import org.jspecify.annotations.NullMarked;
