package dev.rejoin.aws.sentinel;

import dev.rejoin.clock.Actor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Something that the sentinel does each time after it has looked at the peers. Must not block. */
public interface SentinelTask {
    /** What the log calls it. */
    String name();

    /**
     * Does it. A future that fails is a problem in the sentinel's report, and nothing else.
     *
     * @return what was changed, in words
     */
    CompletableFuture<List<String>> run(Seen seen);

    /** How long it may take, after the look. */
    default Duration patience() {
        return Duration.ofSeconds(10);
    }

    /**
     * What the sentinel saw of the peers.
     *
     * @param ages of each peer's newest heartbeat here, in milliseconds, where it could be told
     * @param skews by how much each peer's clock is ahead of ours, in milliseconds, of those that answered
     * @param expelled the peers that this region has expelled, as far as that is known
     */
    record Seen(Map<Actor, Long> ages, Map<Actor, Long> skews, Set<Actor> expelled) {}
}
