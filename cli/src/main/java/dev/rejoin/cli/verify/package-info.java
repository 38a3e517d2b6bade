/** {@code rejoin verify} and {@code rejoin repair}: regions compared by digests next to each table, and put right by owing keys. */
@NullMarked
package dev.rejoin.cli.verify;

import org.jspecify.annotations.NullMarked;
