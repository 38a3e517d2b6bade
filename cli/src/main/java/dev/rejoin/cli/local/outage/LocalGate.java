package dev.rejoin.cli.local.outage;

import dev.rejoin.aws.fence.TablePolicy;
import dev.rejoin.outage.WriteGate;
import java.util.concurrent.CompletableFuture;

/** A local region's endpoint as its gate: it does at once what it is told, and is probed like any other. */
final class LocalGate implements WriteGate {
    private final WriteEndpoint endpoint;
    private final TablePolicy prober;

    /** @param prober probes through the endpoint */
    LocalGate(WriteEndpoint endpoint, TablePolicy prober) {
        this.endpoint = endpoint;
        this.prober = prober;
    }

    @Override
    public CompletableFuture<Boolean> isToldClosed() {
        return CompletableFuture.completedFuture(endpoint.isClosed());
    }

    @Override
    public CompletableFuture<Void> close() {
        endpoint.close(true);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> open() {
        endpoint.close(false);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Probe> probe() {
        return prober.probe();
    }
}
