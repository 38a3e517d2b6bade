package dev.rejoin.cli.chaos.run;

import dev.rejoin.clock.Actor;
import java.time.Duration;
import java.util.List;

/**
 * What a run is like.
 *
 * @param length how long faults and writers go on
 * @param patience how long it may take until it comes to rest after that
 * @param seed of the faults and of what is written
 * @param regions two or more
 * @param writesPerSecond of all regions together
 */
public record ChaosSetup(Duration length, Duration patience, long seed, List<Actor> regions, double writesPerSecond) {
    public ChaosSetup {
        regions = List.copyOf(regions);
    }
}
