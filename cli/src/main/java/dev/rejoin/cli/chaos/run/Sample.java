package dev.rejoin.cli.chaos.run;

import dev.rejoin.clock.Actor;
import java.time.Duration;
import java.util.Map;

/**
 * What was measured between one look and the next.
 *
 * @param at the end of it, since the beginning of the run
 * @param seconds how long it was
 * @param lags how many versions were applied
 * @param lagP50 their median lag, ms; 0 if there were none
 * @param lagP99 99 in a hundred had no more, ms
 * @param backlog by region: records read and not done with, and keys owed; a region that did not answer is left out
 * @param conflicts how many concurrent values met
 * @param acknowledged writes of applications that were acknowledged
 * @param failed those that were refused, or of which nobody knows
 */
public record Sample(
        Duration at,
        double seconds,
        long lags,
        long lagP50,
        long lagP99,
        Map<Actor, Integer> backlog,
        long conflicts,
        long acknowledged,
        long failed) {}
