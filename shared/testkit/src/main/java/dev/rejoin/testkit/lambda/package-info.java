/** Lambda as a function sees it: the Runtime API, and AWS's own runtime interface client in a process of its own. */
@NullMarked
package dev.rejoin.testkit.lambda;

import org.jspecify.annotations.NullMarked;
