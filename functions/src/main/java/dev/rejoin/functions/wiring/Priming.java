package dev.rejoin.functions.wiring;

import dev.rejoin.aws.config.FunctionConfig;
import dev.rejoin.aws.config.TableRole;
import dev.rejoin.aws.link.LambdaLink;
import dev.rejoin.clock.Actor;
import dev.rejoin.functions.Deadline;
import dev.rejoin.functions.log.JsonLog;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.Replica;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * Runs the function's ways once before SnapStart takes its snapshot, so that their classes are loaded and linked: reads of both
 * kinds of row and of the policy, and a ping to each peer. Without SnapStart nothing calls it. What fails is logged and does no harm: a stack's
 * first region has no peers yet.
 */
public final class Priming implements Resource {
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final ItemKey NOBODY = ItemKey.of(FunctionConfig.CONTROL_KEY, "priming");

    private final Map<String, Supplier<CompletableFuture<?>>> steps = new LinkedHashMap<>();

    /** @param links to the peers that the function may invoke */
    Priming(Wiring wiring, Map<Actor, LambdaLink> links) {
        Replica control = wiring.controlReplica();
        steps.put("items", () -> control.store().readItems(List.of(NOBODY)));
        steps.put("shadow rows", () -> control.store().readShadows(List.of(NOBODY)));
        steps.put("policy", () -> wiring.policies(TableRole.DATA).inForce());
        links.forEach((peer, link) -> steps.put("ping " + peer, link::ping));
    }

    /** Has this run before the snapshot; whoever registers keeps it. */
    public Priming register() {
        Core.getGlobalContext().register(this);
        return this;
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        run(JsonLog.ofContainer());
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        // Broken connections are noticed and replaced by the clients.
    }

    /** Tells what could not be warmed, and goes on. */
    public void run(JsonLog log) {
        Deadline deadline = Deadline.in(PATIENCE);
        Map<String, CompletableFuture<?>> running = new LinkedHashMap<>();
        steps.forEach((name, step) -> running.put(name, started(step)));
        running.forEach((name, step) -> {
            try {
                deadline.await(step);
                log.info("primed", Map.of("step", name));
            } catch (ExecutionException | TimeoutException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                log.warn(
                        "not primed",
                        Map.of("step", name, "error", cause.getClass().getSimpleName()));
            }
        });
    }

    private static CompletableFuture<?> started(Supplier<CompletableFuture<?>> step) {
        try {
            return step.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
