package dev.rejoin.aws.control;

import dev.rejoin.aws.sentinel.SentinelTask;
import dev.rejoin.clock.Actor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;

/**
 * Has the courier's event source mapping of a paused direction disabled, and enabled again when it is resumed: hints then wait
 * in their queue and use up no tries. A mapping that is just changing is left alone until the next look.
 */
public final class PauseTask implements SentinelTask {
    private static final String ENABLED = "Enabled";
    private static final String DISABLED = "Disabled";

    private final LambdaAsyncClient lambda;
    private final Directions directions;
    private final Map<Actor, String> mappings;

    /** @param mappings the mapping of each peer's hints, by its UUID */
    public PauseTask(LambdaAsyncClient lambda, Directions directions, Map<Actor, String> mappings) {
        this.lambda = lambda;
        this.directions = directions;
        this.mappings = Map.copyOf(mappings);
    }

    @Override
    public String name() {
        return "pauses";
    }

    @Override
    public CompletableFuture<List<String>> run(Seen seen) {
        return directions.all(mappings.keySet()).thenCompose(all -> {
            List<CompletableFuture<List<String>>> changes = new ArrayList<>();
            mappings.forEach((peer, uuid) ->
                    changes.add(adjust(peer, uuid, all.getOrDefault(peer, Direction.plain(peer, peer)))));
            return CompletableFuture.allOf(changes.toArray(new CompletableFuture<?>[0]))
                    .thenApply(done -> changes.stream()
                            .flatMap(change -> change.join().stream())
                            .toList());
        });
    }

    private CompletableFuture<List<String>> adjust(Actor peer, String uuid, Direction direction) {
        boolean pause = direction.paused().isPresent();
        return lambda.getEventSourceMapping(get -> get.uuid(uuid)).thenCompose(mapping -> {
            String wrong = pause ? ENABLED : DISABLED;
            if (!wrong.equals(mapping.state())) {
                return CompletableFuture.completedFuture(List.of());
            }
            return lambda.updateEventSourceMapping(update -> update.uuid(uuid).enabled(!pause))
                    .thenApply(updated ->
                            List.of("courier to " + peer + (pause ? " disabled: paused" : " enabled: resumed")));
        });
    }
}
