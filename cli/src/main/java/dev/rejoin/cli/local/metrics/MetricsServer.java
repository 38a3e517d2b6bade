package dev.rejoin.cli.local.metrics;

import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.local.watch.MetricSink;
import dev.rejoin.clock.Actor;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Serves what a cluster measures to Prometheus, on this machine only; or nothing, if nobody asked for it. */
public final class MetricsServer implements AutoCloseable {
    private final MetricSink sink;
    private final @Nullable HTTPServer server;

    private MetricsServer(MetricSink sink, @Nullable HTTPServer server) {
        this.sink = sink;
        this.server = server;
    }

    /**
     * Begins to serve.
     *
     * @param port 1 to 65535, 0 for any free one, null for no server
     * @throws UnavailableException if the port is taken
     */
    public static MetricsServer start(@Nullable Integer port, String table, List<Actor> regions) {
        if (port == null) {
            return new MetricsServer(MetricSink.NONE, null);
        }
        PrometheusRegistry registry = new PrometheusRegistry();
        MetricSink sink = new PrometheusMetrics(registry, table, regions);
        try {
            return new MetricsServer(
                    sink,
                    HTTPServer.builder()
                            .inetAddress(InetAddress.getLoopbackAddress())
                            .port(port)
                            .registry(registry)
                            .buildAndStart());
        } catch (BindException e) {
            throw new UnavailableException(
                    "Port " + port + " cannot be had for metrics (" + e.getMessage()
                            + "). End the process that has it, or name another: --metrics-port 0 takes any free one.",
                    e);
        } catch (IOException e) {
            throw new UnavailableException("Metrics cannot be served on port " + port + ": " + e.getMessage(), e);
        }
    }

    /** Where measurements go. */
    public MetricSink sink() {
        return sink;
    }

    /** Where Prometheus finds them; empty if they are not served. */
    public Optional<String> address() {
        return Optional.ofNullable(server).map(serving -> "http://localhost:" + serving.getPort() + "/metrics");
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
