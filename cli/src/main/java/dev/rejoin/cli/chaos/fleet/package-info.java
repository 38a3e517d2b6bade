/** Regions as processes, with proxies between them and before their tables: started, killed, frozen, asked. */
@NullMarked
package dev.rejoin.cli.chaos.fleet;

import org.jspecify.annotations.NullMarked;
