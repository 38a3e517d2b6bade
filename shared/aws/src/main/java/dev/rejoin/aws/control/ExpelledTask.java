package dev.rejoin.aws.control;

import dev.rejoin.aws.control.Direction.Note;
import dev.rejoin.aws.sentinel.SentinelTask;
import dev.rejoin.clock.Actor;
import dev.rejoin.replica.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Asks each peer whether it has expelled this region, and notes it where {@code rejoin status} looks: what is owed there waits for an
 * operator, and no courier brings it.
 */
public final class ExpelledTask implements SentinelTask {
    private final Map<Actor, Supplier<CompletableFuture<Optional<String>>>> peers;
    private final Directions directions;
    private final TimeSource time;

    /** @param peers asks each what it says to that: empty if it takes what is sent; a peer that does not answer says nothing */
    public ExpelledTask(
            Map<Actor, Supplier<CompletableFuture<Optional<String>>>> peers, Directions directions, TimeSource time) {
        this.peers = new TreeMap<>(peers);
        this.directions = directions;
        this.time = time;
    }

    @Override
    public String name() {
        return "expelled";
    }

    @Override
    public CompletableFuture<List<String>> run(Seen seen) {
        return directions.all(peers.keySet()).thenCompose(all -> {
            List<CompletableFuture<List<String>>> changes = new ArrayList<>();
            peers.forEach((peer, ask) -> changes.add(look(ask, all.getOrDefault(peer, Direction.plain(peer, peer)))));
            return CompletableFuture.allOf(changes.toArray(new CompletableFuture<?>[0]))
                    .thenApply(done -> changes.stream()
                            .flatMap(change -> change.join().stream())
                            .toList());
        });
    }

    private CompletableFuture<List<String>> look(
            Supplier<CompletableFuture<Optional<String>>> ask, Direction direction) {
        return asked(ask).thenCompose(why -> note(direction, why)).exceptionally(error -> List.of());
    }

    private static CompletableFuture<Optional<String>> asked(Supplier<CompletableFuture<Optional<String>>> ask) {
        try {
            return ask.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<List<String>> note(Direction direction, Optional<String> why) {
        if (why.isPresent() == direction.expelled().isPresent()) {
            return CompletableFuture.completedFuture(List.of());
        }
        Actor peer = direction.to();
        Note note = new Note(time.millis(), peer.name(), why.orElse(""));
        return directions
                .expelled(peer, why.isPresent(), note)
                .thenApply(done -> List.of(
                        why.isPresent() ? peer + " has expelled this region: " + why.get() : peer + " takes it again"));
    }
}
