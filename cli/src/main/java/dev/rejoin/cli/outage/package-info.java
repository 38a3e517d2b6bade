/** The commands for the time of an outage: status, pause, resume, fence, unfence, failover. */
@NullMarked
package dev.rejoin.cli.outage;

import org.jspecify.annotations.NullMarked;
