/** What a function has to know of its stack, from its environment. */
@NullMarked
package dev.rejoin.aws.config;

import org.jspecify.annotations.NullMarked;
