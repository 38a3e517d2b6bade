/** One region's replica put together: function, poller, applier, couriers, journal and figures. Knows no AWS type. */
@NullMarked
package dev.rejoin.cli.local.node;

import org.jspecify.annotations.NullMarked;
