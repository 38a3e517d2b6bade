package dev.rejoin.functions.hint;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.rejoin.aws.config.TableRole;
import dev.rejoin.aws.control.CurrentExpulsions;
import dev.rejoin.aws.hint.HintMessage;
import dev.rejoin.aws.policy.PerPolicy;
import dev.rejoin.aws.wire.WireException;
import dev.rejoin.functions.Deadline;
import dev.rejoin.functions.log.JsonLog;
import dev.rejoin.replica.Courier;
import dev.rejoin.replica.HintQueue.Hint;
import dev.rejoin.replica.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Delivers hints, each key once however often it is owed. What stays owed is reported, and is not seen again for a while that
 * grows with every attempt. What a peer is owed that was expelled is done with, whatever its state.
 */
public final class HintCourier {
    private final Map<TableRole, PerPolicy<Courier>> couriers;
    private final CurrentExpulsions expulsions;
    private final Postponement postponement;

    public HintCourier(
            Map<TableRole, PerPolicy<Courier>> couriers, CurrentExpulsions expulsions, Postponement postponement) {
        this.couriers = Map.copyOf(couriers);
        this.expulsions = expulsions;
        this.postponement = postponement;
    }

    /** The ids of the messages that must come again; the others are done with. */
    public Set<String> deliver(List<SQSMessage> messages, Deadline deadline, JsonLog log) {
        Map<HintMessage, List<SQSMessage>> hints = new LinkedHashMap<>();
        List<SQSMessage> kept = new ArrayList<>();
        for (SQSMessage message : messages) {
            try {
                hints.computeIfAbsent(HintMessage.parse(String.valueOf(message.getBody())), hint -> new ArrayList<>())
                        .add(message);
            } catch (WireException e) {
                kept.add(message);
                log.warn(
                        "no hint", Map.of("message", message.getMessageId(), "reason", String.valueOf(e.getMessage())));
            }
        }
        Map<HintMessage, Outcome> owed = deliver(hints.keySet(), deadline, log);
        owed.keySet().forEach(hint -> kept.addAll(hints.getOrDefault(hint, List.of())));
        postponement.postpone(kept, deadline, log);
        log.info(
                "hints delivered",
                Map.of("messages", messages.size(), "keys", hints.size(), "owed", owed.size(), "kept", kept.size()));
        Set<String> ids = new LinkedHashSet<>();
        kept.forEach(message -> ids.add(message.getMessageId()));
        return ids;
    }

    /** The hints that stay owed, with the outcome that kept each. */
    private Map<HintMessage, Outcome> deliver(Set<HintMessage> hints, Deadline deadline, JsonLog log) {
        Map<TableRole, List<Hint>> byTable = new LinkedHashMap<>();
        hints.forEach(hint -> byTable.computeIfAbsent(hint.table(), table -> new ArrayList<>())
                .add(new Hint(hint.peer(), hint.key(), "")));
        Map<TableRole, CompletableFuture<Map<Hint, Outcome>>> running = new LinkedHashMap<>();
        byTable.forEach((table, owed) -> running.put(table, start(table, owed)));
        Map<HintMessage, Outcome> kept = new LinkedHashMap<>();
        running.forEach((table, delivery) -> {
            Map<Hint, Outcome> left = await(delivery, byTable.getOrDefault(table, List.of()), deadline, log);
            left.forEach((hint, outcome) -> {
                kept.put(new HintMessage(hint.peer(), table, hint.key()), outcome);
                log.info(
                        "still owed",
                        Map.of(
                                "peer", hint.peer().name(),
                                "key", hint.key().hash(),
                                "outcome", outcome.kind() + " " + outcome.reason()));
            });
        });
        return kept;
    }

    private CompletableFuture<Map<Hint, Outcome>> start(TableRole table, List<Hint> owed) {
        PerPolicy<Courier> courier = couriers.get(table);
        if (courier == null) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("no courier for table " + table.wireName()));
        }
        return wanted(owed)
                .thenCompose(left -> left.isEmpty()
                        ? CompletableFuture.completedFuture(Map.of())
                        : courier.now().thenCompose(made -> made.part().deliver(left)));
    }

    /** Without those of peers that were expelled, which would else wait for as long as their item is not at rest. */
    private CompletableFuture<List<Hint>> wanted(List<Hint> owed) {
        return expulsions
                .expelled(owed.stream().map(Hint::peer).distinct().toList())
                .thenApply(expelled -> owed.stream()
                        .filter(hint -> !expelled.contains(hint.peer()))
                        .toList());
    }

    private static Map<Hint, Outcome> await(
            CompletableFuture<Map<Hint, Outcome>> delivery, List<Hint> owed, Deadline deadline, JsonLog log) {
        try {
            return deadline.await(delivery);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            log.warn(
                    "hints not delivered",
                    Map.of("hints", owed.size(), "error", cause.getClass().getSimpleName()));
            Map<Hint, Outcome> all = new LinkedHashMap<>();
            owed.forEach(hint -> all.put(hint, Outcome.FAILED));
            return all;
        }
    }
}
