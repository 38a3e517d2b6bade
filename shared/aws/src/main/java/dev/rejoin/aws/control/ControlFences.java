package dev.rejoin.aws.control;

import dev.rejoin.clock.Actor;
import dev.rejoin.outage.FenceRecord;
import dev.rejoin.outage.FenceRecord.Reason;
import dev.rejoin.outage.FenceRecord.State;
import dev.rejoin.outage.FenceRecords;
import dev.rejoin.outage.Isolation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A region's fence in its control table: the item {@code fence#eu-west-1}, with how far it is, who wanted it and why, and its
 * newest changes as lines in {@code log}.
 */
public final class ControlFences implements FenceRecords {
    private static final int MOST_LINES = 20;
    private static final String STATE = "state";
    private static final String VERSION = "version";
    private static final String LOG = "log";

    private final DynamoDbAsyncClient client;
    private final String table;
    private final Actor region;

    /**
     * @param table the control table of that region
     * @param region whose fence
     */
    public ControlFences(DynamoDbAsyncClient client, String table, Actor region) {
        this.client = client;
        this.table = table;
        this.region = region;
    }

    /** The key of a region's item. */
    static String key(Actor region) {
        return "fence#" + region;
    }

    @Override
    public CompletableFuture<FenceRecord> read() {
        return item().thenApply(ControlFences::of);
    }

    private CompletableFuture<Map<String, AttributeValue>> item() {
        return client.getItem(
                        get -> get.tableName(table).key(Items.key(key(region))).consistentRead(true))
                .thenApply(response -> response.item());
    }

    @Override
    public CompletableFuture<Boolean> write(FenceRecord next) {
        return write(next, "");
    }

    /**
     * As {@link #write(FenceRecord)}, with a line of one's own in the history.
     *
     * @param remark empty for none
     */
    public CompletableFuture<Boolean> write(FenceRecord next, String remark) {
        return item().thenCompose(before -> {
            Map<String, AttributeValue> item = new HashMap<>(attributes(next));
            item.putAll(Items.key(key(region)));
            item.put(LOG, AttributeValue.fromL(log(before, next, remark)));
            return Items.written(client.putItem(put -> put.tableName(table)
                    .item(item)
                    .conditionExpression("attribute_not_exists(#version) AND :before = :none OR #version = :before")
                    .expressionAttributeNames(Map.of("#version", VERSION))
                    .expressionAttributeValues(
                            Map.of(":before", Items.number(next.version() - 1), ":none", Items.number(0)))));
        });
    }

    private static Map<String, AttributeValue> attributes(FenceRecord record) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(STATE, Items.text(record.state().name()));
        item.put("since", Items.number(record.since()));
        item.put("met", AttributeValue.fromBool(record.isolation().met()));
        item.put("isolated", AttributeValue.fromBool(record.isolation().isolated()));
        item.put("looks", Items.number(record.isolation().looks()));
        record.byIsolation().ifPresent(reason -> item.put("byIsolation", reason(reason)));
        record.byHand().ifPresent(reason -> item.put("byHand", reason(reason)));
        item.put("decidedAt", Items.number(record.decidedAt()));
        item.put("changedAt", Items.number(record.changedAt()));
        item.put("refusals", Items.number(record.refusals()));
        record.closedAt().ifPresent(at -> item.put("closedAt", Items.number(at)));
        record.drainedAt().ifPresent(at -> item.put("drainedAt", Items.number(at)));
        item.put(VERSION, Items.number(record.version()));
        return item;
    }

    private static AttributeValue reason(Reason reason) {
        return AttributeValue.fromM(Map.of(
                "at", Items.number(reason.at()), "who", Items.text(reason.who()), "why", Items.text(reason.why())));
    }

    /** The record of an item, {@code NONE} of an empty one. */
    static FenceRecord of(Map<String, AttributeValue> item) {
        if (item.isEmpty()) {
            return FenceRecord.NONE;
        }
        Isolation isolation =
                new Isolation(Items.isTrue(item, "met"), Items.isTrue(item, "isolated"), (int) number(item, "looks"));
        return new FenceRecord(
                Items.text(item, STATE).map(State::valueOf).orElse(State.OPEN),
                number(item, "since"),
                isolation,
                reason(item, "byIsolation"),
                reason(item, "byHand"),
                number(item, "decidedAt"),
                number(item, "changedAt"),
                (int) number(item, "refusals"),
                Items.number(item, "closedAt"),
                Items.number(item, "drainedAt"),
                number(item, VERSION));
    }

    private static long number(Map<String, AttributeValue> item, String name) {
        OptionalLong number = Items.number(item, name);
        return number.orElse(0);
    }

    private static Optional<Reason> reason(Map<String, AttributeValue> item, String name) {
        Map<String, AttributeValue> reason = Items.map(item, name);
        return reason.isEmpty()
                ? Optional.empty()
                : Optional.of(new Reason(
                        number(reason, "at"),
                        Items.text(reason, "who").orElse(""),
                        Items.text(reason, "why").orElse("")));
    }

    /** A line for each change of state, and of who wants it. */
    private static List<AttributeValue> log(Map<String, AttributeValue> before, FenceRecord next, String remark) {
        AttributeValue old = before.get(LOG);
        List<AttributeValue> lines = new ArrayList<>(old == null ? List.of() : old.l());
        FenceRecord last = of(before);
        if (!remark.isEmpty()) {
            lines.add(Items.text(remark));
        }
        if (last.state() != next.state()
                || !last.byHand().equals(next.byHand())
                || !last.byIsolation().equals(next.byIsolation())) {
            lines.add(Items.text(line(next)));
        }
        return lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size());
    }

    private static String line(FenceRecord record) {
        long at = Math.max(
                record.since(),
                record.byHand().or(record::byIsolation).map(Reason::at).orElse(0L));
        String reasons = record.byHand()
                        .map(reason -> " by " + reason.who() + ": " + reason.why())
                        .orElse("")
                + record.byIsolation()
                        .map(reason -> " isolated: " + reason.why())
                        .orElse("");
        return Instant.ofEpochMilli(at) + " " + record.state() + reasons;
    }
}
