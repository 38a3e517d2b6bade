package dev.rejoin.functions.stream;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import dev.rejoin.aws.incarnation.TableRecord;
import dev.rejoin.aws.metrics.Problem;
import dev.rejoin.aws.metrics.RegionMetrics;
import dev.rejoin.aws.policy.PerPolicy;
import dev.rejoin.aws.policy.UnknownPolicyException;
import dev.rejoin.aws.stream.StreamRecords;
import dev.rejoin.aws.stream.UnusableRecordException;
import dev.rejoin.functions.Deadline;
import dev.rejoin.functions.log.JsonLog;
import dev.rejoin.replica.BatchResult.Failure;
import dev.rejoin.replica.Forwarder;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.version.SequenceNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Handles a batch of stream records: those that cannot even be decoded are put aside, and the others are forwarded. What is
 * reported must come again; everything else is done with.
 */
public final class StreamForwarder {
    private final Map<String, Line> lines;
    private final PoisonBucket poison;
    private final RegionMetrics metrics;

    /** What handles one table's records, by its policy of now. */
    public record Line(StreamRecords decoder, PerPolicy<Forwarder> forwarders) {
        /**
         * The records that must come again: all of them, while the policy is not known, or the table is not the one that is replicated;
         * and what a table wrote that had its name before. What was written before an expelled region came back with its table is part of
         * what it came back with: folded once more, without the rows that tell of the first time, an addition would count twice.
         *
         * @param stream the ARN of the stream that they are of
         */
        public List<Failure> run(String stream, List<StreamRecord> records, Deadline deadline) {
            try {
                PerPolicy.Made<Forwarder> made = deadline.await(forwarders.now());
                return made.table().hasStream(stream)
                        ? Slices.run(made.part(), own(records, made.table()), deadline)
                        : failed(records, "the stream is of a table that had this name before");
            } catch (TimeoutException e) {
                return failed(records, "the table and its policy were not read in time");
            } catch (ExecutionException e) {
                UnknownPolicyException unknown = Problem.in(e, UnknownPolicyException.class);
                return failed(records, String.valueOf(unknown == null ? e.getCause() : unknown.getMessage()));
            }
        }

        private static List<StreamRecord> own(List<StreamRecord> records, TableRecord table) {
            return records.stream()
                    .filter(record -> table.tells(record.timeMillis()))
                    .toList();
        }

        private static List<Failure> failed(List<StreamRecord> records, String reason) {
            return records.stream()
                    .map(record -> new Failure(record.sequence(), record.key(), reason))
                    .toList();
        }
    }

    /** @param lines by the table's name */
    public StreamForwarder(Map<String, Line> lines, PoisonBucket poison, RegionMetrics metrics) {
        this.lines = Map.copyOf(lines);
        this.poison = poison;
        this.metrics = metrics;
    }

    /**
     * Handles records of one stream, in its order.
     *
     * @return the sequence numbers of those that must come again
     * @throws IllegalStateException if a record is of another table, or one without a sequence number could not be put aside
     */
    public Set<String> handle(List<DynamodbStreamRecord> records, Deadline deadline, JsonLog log) {
        if (records.isEmpty()) {
            return Set.of();
        }
        String table = table(records.get(0));
        Line line = lines.get(table);
        if (line == null) {
            throw new IllegalStateException(
                    "this function does not handle table " + table + ", only " + lines.keySet());
        }
        Set<String> again = new LinkedHashSet<>();
        // As the stream spells them: an emulator's may begin with zeros, and Lambda compares text.
        Map<SequenceNumber, String> spelled = new HashMap<>();
        List<StreamRecord> decoded = new ArrayList<>();
        List<Kept> kept = new ArrayList<>();
        for (DynamodbStreamRecord record : records) {
            try {
                StreamRecord one = line.decoder.decode(record);
                spelled.put(one.sequence(), record.getDynamodb().getSequenceNumber());
                decoded.add(one);
            } catch (RuntimeException e) {
                kept.add(putAside(table, record, UnusableRecordException.reason(e)));
            }
        }
        List<Failure> failures =
                decoded.isEmpty() ? List.of() : line.run(records.get(0).getEventSourceARN(), decoded, deadline);
        failures.forEach(failure -> again.add(
                spelled.getOrDefault(failure.sequence(), failure.sequence().toString())));
        kept.forEach(each -> await(each, again, deadline, log));
        report(table, records.size(), failures, kept.size(), log);
        return again;
    }

    private record Kept(String sequence, String reason, CompletableFuture<?> object) {}

    private Kept putAside(String table, DynamodbStreamRecord record, String reason) {
        String sequence =
                record.getDynamodb() == null ? null : record.getDynamodb().getSequenceNumber();
        String name = sequence == null ? "unnumbered-" + record.getEventID() : sequence;
        CompletableFuture<?> object;
        try {
            object = poison.keep(table, name, record, reason);
        } catch (RuntimeException e) {
            object = CompletableFuture.failedFuture(e);
        }
        return new Kept(sequence == null ? "" : sequence, reason, object);
    }

    private void await(Kept kept, Set<String> again, Deadline deadline, JsonLog log) {
        try {
            deadline.await(kept.object);
            metrics.poison(1);
            log.warn("poison", Map.of("sequence", kept.sequence, "reason", kept.reason));
        } catch (ExecutionException | TimeoutException e) {
            if (kept.sequence.isEmpty()) {
                throw new IllegalStateException("a record without a sequence number could not be put aside", e);
            }
            again.add(kept.sequence);
            log.warn("poison not put aside", Map.of("sequence", kept.sequence, "reason", kept.reason));
        }
    }

    private static String table(DynamodbStreamRecord record) {
        // arn:aws:dynamodb:region:account:table/NAME/stream/TIME
        String[] parts = String.valueOf(record.getEventSourceARN()).split("/", -1);
        if (parts.length < 2) {
            throw new IllegalStateException("a record without the name of its table");
        }
        return parts[1];
    }

    private static void report(String table, int records, List<Failure> failures, int poison, JsonLog log) {
        for (Failure failure : failures.subList(0, Math.min(failures.size(), 10))) {
            log.warn(
                    "record failed",
                    Map.of(
                            "sequence", failure.sequence().toString(),
                            "key", failure.key().hash(),
                            "reason", failure.reason()));
        }
        log.info("forwarded", Map.of("table", table, "records", records, "failed", failures.size(), "poison", poison));
    }
}
