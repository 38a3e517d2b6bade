/** Measures what a region has still to send, and warns before any of it is forgotten. */
@NullMarked
package dev.rejoin.aws.backlog;

import org.jspecify.annotations.NullMarked;
