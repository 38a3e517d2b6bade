package dev.rejoin.aws.backlog;

import dev.rejoin.aws.backlog.StreamProgress.Progress;
import dev.rejoin.aws.control.Backlog;
import dev.rejoin.aws.control.Backlogs;
import dev.rejoin.aws.control.Direction;
import dev.rejoin.aws.control.Direction.Note;
import dev.rejoin.aws.control.Directions;
import dev.rejoin.aws.control.Owed;
import dev.rejoin.aws.metrics.MetricName;
import dev.rejoin.aws.metrics.Problem;
import dev.rejoin.aws.metrics.RegionMetrics;
import dev.rejoin.aws.sentinel.SentinelTask;
import dev.rejoin.clock.Actor;
import dev.rejoin.replica.TimeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Measures what this region has still to send, tells it to metrics and to the control table, and marks a direction as one to
 * be repaired when something that was to be sent is forgotten: a hint older than its queue keeps it, or a record older than
 * the stream.
 */
public final class BacklogTask implements SentinelTask {
    /** Who sets marks. */
    public static final String WHO = "sentinel";

    private final Sources sources;
    private final Collection<Actor> peers;
    private final RegionMetrics metrics;
    private final TimeSource time;
    private final Retention retention;

    /** Where it is read and kept. */
    public record Sources(OwedSource owed, StreamProgress stream, Backlogs backlogs, Directions directions) {}

    public BacklogTask(
            Sources sources, Collection<Actor> peers, RegionMetrics metrics, TimeSource time, Retention retention) {
        this.sources = sources;
        this.peers = List.copyOf(peers);
        this.metrics = metrics;
        this.time = time;
        this.retention = retention;
    }

    @Override
    public String name() {
        return "backlog";
    }

    @Override
    public CompletableFuture<List<String>> run(Seen seen) {
        Look look = new Look();
        CompletableFuture<Optional<Progress>> progress = look.tried("stream", started(sources.stream::look));
        // After it: what was forwarded by then is taken or owed, and nothing of it slips through between the two looks.
        CompletableFuture<SortedMap<Actor, Owed>> owed = progress.thenCompose(known -> look.owed());
        CompletableFuture<Optional<Backlog>> before = sources.backlogs.last();
        CompletableFuture<Map<Actor, Direction>> directions = sources.directions.all(peers);
        return CompletableFuture.allOf(owed, progress, before, directions)
                .thenCompose(done -> look.tell(owed.join(), progress.join(), before.join(), directions.join()));
    }

    private static <T> CompletableFuture<T> started(java.util.function.Supplier<CompletableFuture<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** One look. */
    private final class Look {
        private final long now = time.millis();
        private final List<String> notes = Collections.synchronizedList(new ArrayList<>());

        CompletableFuture<SortedMap<Actor, Owed>> owed() {
            SortedMap<Actor, Owed> all = Collections.synchronizedSortedMap(new TreeMap<>());
            return CompletableFuture.allOf(peers.stream()
                            .map(peer -> tried("owed to " + peer, started(() -> sources.owed.owed(peer)))
                                    .thenAccept(found -> found.ifPresent(owed -> all.put(peer, owed))))
                            .toArray(CompletableFuture<?>[]::new))
                    .thenApply(done -> new TreeMap<>(all));
        }

        /** What cannot be measured is told, and costs nothing else. */
        <T> CompletableFuture<Optional<T>> tried(String what, CompletableFuture<T> call) {
            return call.handle((value, error) -> {
                if (error != null) {
                    notes.add("not measured: " + what + ": " + Problem.of(error));
                    return Optional.empty();
                }
                return Optional.of(value);
            });
        }

        CompletableFuture<List<String>> tell(
                SortedMap<Actor, Owed> owed,
                Optional<Progress> progress,
                Optional<Backlog> before,
                Map<Actor, Direction> directions) {
            Backlog backlog = backlog(owed, progress, before);
            measure(backlog, directions);
            return sources.backlogs
                    .write(backlog)
                    .thenCompose(written -> mark(backlog, before, directions))
                    .thenApply(marked -> List.copyOf(notes));
        }

        /** A forwarder that is off tells no age; but then it does not handle the heartbeats either, and that is seen. */
        private Backlog backlog(SortedMap<Actor, Owed> owed, Optional<Progress> progress, Optional<Backlog> before) {
            OptionalLong since = before.map(Backlog::behindSince).orElse(OptionalLong.empty());
            if (progress.isPresent()) {
                boolean behind = !progress.get().handlesHeartbeats();
                since = behind ? OptionalLong.of(since.orElse(now)) : OptionalLong.empty();
            }
            long silence = since.isPresent() ? now - since.getAsLong() : 0;
            long age = Math.max(progress.map(Progress::ageMillis).orElse(0L), silence);
            return new Backlog(now, Math.max(0, age), since, owed);
        }

        private void measure(Backlog backlog, Map<Actor, Direction> directions) {
            metrics.region(MetricName.STREAM_AGE, backlog.streamMillis());
            backlog.owed().forEach((peer, owed) -> {
                metrics.direction(MetricName.BACKLOG_KEYS, peer, owed.keys());
                metrics.direction(MetricName.BACKLOG_AGE, peer, owed.oldestMillis());
                metrics.direction(MetricName.BACKLOG_BYTES, peer, owed.bytes());
            });
            directions.forEach((peer, direction) -> {
                metrics.direction(MetricName.PAUSED, peer, direction.paused().isPresent() ? 1 : 0);
                metrics.direction(
                        MetricName.REPAIR_NEEDED,
                        peer,
                        direction.repair().isPresent() || why(peer, backlog).isPresent() ? 1 : 0);
            });
        }

        private CompletableFuture<Void> mark(
                Backlog backlog, Optional<Backlog> before, Map<Actor, Direction> directions) {
            Optional<String> unwatched = unwatched(before);
            List<CompletableFuture<?>> marks = new ArrayList<>();
            directions.forEach((peer, direction) -> {
                Optional<String> why = why(peer, backlog).or(() -> unwatched);
                if (why.isPresent() && direction.repair().isEmpty()) {
                    marks.add(sources.directions
                            .needRepair(peer, new Note(now, WHO, why.get()))
                            .thenAccept(marked -> notes.add("repair needed to " + peer + ": " + why.get())));
                }
            });
            return CompletableFuture.allOf(marks.toArray(new CompletableFuture<?>[0]));
        }

        private Optional<String> why(Actor peer, Backlog backlog) {
            if (retention.losesRecords(backlog.streamMillis())) {
                return Optional.of("the stream no longer has records that were not forwarded");
            }
            Owed owed = backlog.owed().getOrDefault(peer, Owed.NOTHING);
            return retention.losesHints(owed.oldestMillis())
                    ? Optional.of("the hint queue no longer has keys that are owed")
                    : Optional.empty();
        }

        /** Whatever happened while nobody looked for so long, nobody saw. */
        private Optional<String> unwatched(Optional<Backlog> before) {
            return before.filter(last -> retention.losesRecords(now - last.at()))
                    .map(last -> "nobody watched for longer than the stream keeps its records");
        }
    }
}
