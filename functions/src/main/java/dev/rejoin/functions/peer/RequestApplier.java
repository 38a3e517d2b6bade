package dev.rejoin.functions.peer;

import dev.rejoin.aws.config.FunctionConfig;
import dev.rejoin.aws.config.TableRole;
import dev.rejoin.aws.control.CurrentExpulsions;
import dev.rejoin.aws.incarnation.Expulsion;
import dev.rejoin.aws.incarnation.ReplacedTableException;
import dev.rejoin.aws.incarnation.UnknownTableException;
import dev.rejoin.aws.metrics.RegionMetrics;
import dev.rejoin.aws.policy.PerPolicy;
import dev.rejoin.aws.policy.UnknownPolicyException;
import dev.rejoin.aws.wire.Answer;
import dev.rejoin.aws.wire.AnswerCodec;
import dev.rejoin.aws.wire.Cargo;
import dev.rejoin.aws.wire.Refusal;
import dev.rejoin.aws.wire.Request;
import dev.rejoin.aws.wire.RequestCodec;
import dev.rejoin.aws.wire.WireException;
import dev.rejoin.clock.Actor;
import dev.rejoin.functions.Deadline;
import dev.rejoin.functions.log.JsonLog;
import dev.rejoin.replica.Applier;
import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.Outcome.Reason;
import dev.rejoin.replica.Shipment;
import dev.rejoin.replica.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Answers a peer's request. Whoever may invoke the function is trusted no further than that: what is not a request to this
 * region from a peer is refused as a whole, and a version that does not fit the table by itself; neither changes anything.
 */
public final class RequestApplier {
    private final FunctionConfig config;
    private final Map<TableRole, PerPolicy<Applier>> appliers;
    private final Map<TableRole, ShipmentCheck> checks = new EnumMap<>(TableRole.class);
    private final CurrentExpulsions expulsions;
    private final RegionMetrics metrics;
    private final TimeSource time;

    public RequestApplier(
            FunctionConfig config,
            Map<TableRole, PerPolicy<Applier>> appliers,
            CurrentExpulsions expulsions,
            RegionMetrics metrics,
            TimeSource time) {
        this.config = config;
        this.appliers = Map.copyOf(appliers);
        this.expulsions = expulsions;
        this.metrics = metrics;
        this.time = time;
        appliers.keySet().forEach(role -> checks.put(role, new ShipmentCheck(config.table(role))));
    }

    /** The answer to whatever came. What is not applied by the deadline may or may not be applied. */
    public byte[] answer(byte[] payload, Deadline deadline, JsonLog log) {
        Answer answer;
        try {
            Request request = RequestCodec.decode(payload);
            check(request);
            answer = Answer.of(
                    time.millis(),
                    maySend(request, deadline, log)
                            ? apply(request, deadline, log)
                            : Collections.nCopies(request.cargo().size(), UnknownPolicyException.OUTCOME));
        } catch (WireException e) {
            log.warn(
                    "request refused", Map.of("refusal", e.refusal().name(), "reason", String.valueOf(e.getMessage())));
            answer = Answer.refused(time.millis(), e.refusal(), String.valueOf(e.getMessage()));
        }
        return AnswerCodec.encode(answer);
    }

    private void check(Request request) {
        if (!request.to().equals(config.self())) {
            throw new WireException(Refusal.WRONG_REGION, "this is " + config.self() + ", not " + request.to());
        } else if (!config.peers().containsKey(request.from().region())) {
            throw new WireException(Refusal.UNKNOWN_ACTOR, request.from() + " is no peer of " + config.self());
        } else if (!appliers.containsKey(request.table())) {
            throw new WireException(
                    Refusal.WRONG_TABLE, "no table " + request.table().wireName());
        }
    }

    /**
     * Whether the sender is known not to be expelled. Only the applications' table is ever expelled: what a region says of itself, its new
     * incarnation among it, is always heard.
     *
     * @throws WireException if it is expelled
     */
    private boolean maySend(Request request, Deadline deadline, JsonLog log) {
        if (request.table() != TableRole.DATA) {
            return true;
        }
        Expulsion expulsion;
        try {
            expulsion = deadline.await(expulsions.now()).get(request.from().region());
        } catch (ExecutionException | TimeoutException e) {
            log.warn(
                    "nothing may be merged now",
                    Map.of("versions", request.cargo().size(), "reason", reason(e)));
            return false;
        }
        if (expulsion != null && expulsion.refuses(request.from().incarnation())) {
            Outcome refused = Outcome.refused(Reason.EXPELLED);
            metrics.received(
                    request.from().region(), Collections.nCopies(request.cargo().size(), refused));
            throw new WireException(Refusal.EXPELLED, words(request.from(), expulsion));
        }
        return true;
    }

    private String words(Actor sender, Expulsion expulsion) {
        return config.self() + " has expelled " + sender.region() + " up to incarnation " + expulsion.upTo() + ", on "
                + Instant.ofEpochMilli(expulsion.sinceMillis())
                + ". Run 'rejoin regions restored' for " + sender.region();
    }

    private List<Outcome> apply(Request request, Deadline deadline, JsonLog log) {
        Outcome[] outcomes = new Outcome[request.cargo().size()];
        List<Shipment> fit = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < outcomes.length; i++) {
            Cargo cargo = request.cargo().get(i);
            Shipment shipment = cargo.shipment();
            Reason reason = shipment == null ? cargo.reason() : check(request.table(), shipment);
            if (shipment != null && reason == Reason.NONE) {
                fit.add(shipment);
                places.add(i);
            } else {
                outcomes[i] = Outcome.refused(reason);
            }
        }
        List<Outcome> applied = apply(request.table(), fit, deadline, log);
        for (int i = 0; i < applied.size(); i++) {
            outcomes[places.get(i)] = applied.get(i);
        }
        List<Outcome> all = List.of(outcomes);
        metrics.received(request.from().region(), all);
        return all;
    }

    private Reason check(TableRole table, Shipment shipment) {
        ShipmentCheck check = checks.get(table);
        return check == null ? Reason.MALFORMED : check.check(shipment);
    }

    private List<Outcome> apply(TableRole table, List<Shipment> shipments, Deadline deadline, JsonLog log) {
        PerPolicy<Applier> known = appliers.get(table);
        if (shipments.isEmpty() || known == null) {
            return List.of();
        }
        try {
            return apply(deadline.await(known.now()).part(), shipments, deadline, log);
        } catch (TimeoutException e) {
            log.warn("the table and its policy were not read in time", Map.of("versions", shipments.size()));
        } catch (ExecutionException e) {
            log.warn("nothing may be merged now", Map.of("versions", shipments.size(), "reason", reason(e)));
        }
        return Collections.nCopies(shipments.size(), UnknownPolicyException.OUTCOME);
    }

    private static List<Outcome> apply(Applier applier, List<Shipment> shipments, Deadline deadline, JsonLog log) {
        try {
            return deadline.await(applier.apply(shipments));
        } catch (TimeoutException e) {
            log.warn("not applied in time", Map.of("versions", shipments.size()));
            return Collections.nCopies(shipments.size(), Outcome.FAILED);
        } catch (ExecutionException e) {
            log.warn("cannot read", Map.of("versions", shipments.size(), "error", name(e)));
            return apart(applier, shipments, deadline);
        }
    }

    /** A key that the table refuses fails the read of all: each by itself, then. */
    private static List<Outcome> apart(Applier applier, List<Shipment> shipments, Deadline deadline) {
        List<CompletableFuture<List<Outcome>>> each = shipments.stream()
                .map(shipment -> applier.apply(List.of(shipment)))
                .toList();
        List<Outcome> outcomes = new ArrayList<>();
        for (CompletableFuture<List<Outcome>> one : each) {
            try {
                outcomes.add(deadline.await(one).get(0));
            } catch (ExecutionException | TimeoutException e) {
                outcomes.add(Outcome.FAILED);
            }
        }
        return outcomes;
    }

    /** What is to be done about it, if we know: only our own exceptions tell no contents. */
    private static String reason(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownPolicyException
                    || cause instanceof ReplacedTableException
                    || cause instanceof UnknownTableException) {
                return String.valueOf(cause.getMessage());
            }
        }
        return name(error);
    }

    private static String name(Throwable error) {
        Throwable cause = error.getCause();
        return cause == null ? error.getClass().getSimpleName() : name(cause);
    }
}
