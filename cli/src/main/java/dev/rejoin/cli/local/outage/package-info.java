/** What local regions know of each other, and how one refuses its applications' writes: as on AWS, but within seconds. */
@NullMarked
package dev.rejoin.cli.local.outage;

import org.jspecify.annotations.NullMarked;
