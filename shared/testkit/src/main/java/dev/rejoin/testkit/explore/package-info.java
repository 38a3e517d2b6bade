/** Runs small scripts in every order in which their steps can take place, by going through all states that they can reach. */
@NullMarked
package dev.rejoin.testkit.explore;

import org.jspecify.annotations.NullMarked;
