/** What every benchmark of its own process needs: its arguments, the engine's folder, and time. */
@NullMarked
package dev.rejoin.bench.run;

import org.jspecify.annotations.NullMarked;
