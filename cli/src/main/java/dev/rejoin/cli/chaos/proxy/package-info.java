/** Bad networks and bad stores: proxies on this machine that do to what passes what they are told to. Know nothing of replication. */
@NullMarked
package dev.rejoin.cli.chaos.proxy;

import org.jspecify.annotations.NullMarked;
