package dev.rejoin.testkit.explore;

import dev.rejoin.testkit.sim.Script;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the exploration of a script ended.
 *
 * @param states how many states with more than one way on, or none, were reached; 0 if states were not looked at
 * @param ways how many ways lead on from them
 * @param interleavings how many ways lead through them from beginning to end; infinite if some go in circles
 * @param ends what the regions may hold and know at the end
 * @param runs how many runs it took
 * @param complete whether that is all there is; else the bound cut the rest off
 * @param failure what does not hold, in the shortest run that was found, null if everything does
 */
public record Exploration(
        Script script,
        int states,
        int ways,
        double interleavings,
        Set<String> ends,
        long runs,
        boolean complete,
        @Nullable Failure failure) {
    /**
     * A run in which something does not hold.
     *
     * @param what what it is
     * @param trace what happened, a line a step
     */
    public record Failure(String what, List<String> trace) {
        @Override
        public String toString() {
            return what + "\n" + String.join("\n", trace);
        }
    }

    @Override
    public String toString() {
        String all = Double.isInfinite(interleavings) ? "endless" : String.format(Locale.ROOT, "%.3g", interleavings);
        String holds = failure == null ? "all hold" : "FAILS: " + failure;
        return String.format(
                Locale.ROOT,
                "%s: %,d states, %,d ways, %s interleavings, %d ends%s; %s",
                script,
                states,
                ways,
                all,
                ends.size(),
                complete ? "" : " (cut off by the bound)",
                holds);
    }
}
