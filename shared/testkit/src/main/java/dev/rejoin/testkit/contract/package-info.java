/** What every implementation of a port has to do, as JUnit suites to extend. */
@NullMarked
package dev.rejoin.testkit.contract;

import org.jspecify.annotations.NullMarked;
