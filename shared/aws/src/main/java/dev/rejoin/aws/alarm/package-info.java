/** The lag alarms, one for each peer, kept as they should be. */
@NullMarked
package dev.rejoin.aws.alarm;

import org.jspecify.annotations.NullMarked;
