/** What the regions measure, in Prometheus' exposition format. */
@NullMarked
package dev.rejoin.cli.local.metrics;

import org.jspecify.annotations.NullMarked;
