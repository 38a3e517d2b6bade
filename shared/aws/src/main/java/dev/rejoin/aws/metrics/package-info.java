/** What is measured, under which names, and how it reaches CloudWatch. */
@NullMarked
package dev.rejoin.aws.metrics;

import org.jspecify.annotations.NullMarked;
