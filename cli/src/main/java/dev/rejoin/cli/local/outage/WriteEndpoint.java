package dev.rejoin.cli.local.outage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rejoin.cli.UnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The endpoint through which one region's applications reach DynamoDB Local, which knows no resource policies: while it is closed
 * it refuses their writes to the table as DynamoDB would. All else goes through as it is.
 */
final class WriteEndpoint implements AutoCloseable {
    private static final int THREADS = 8;
    private static final Duration CALL = Duration.ofSeconds(20);
    private static final int REFUSED = 400;
    private static final int NO_ANSWER = 502;

    /** What the HTTP client and server say themselves. */
    private static final Set<String> OWN_HEADERS =
            Set.of("host", "content-length", "connection", "transfer-encoding", "upgrade", "http2-settings", "expect");

    private final URI engine;
    private final String table;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, runnable -> {
        Thread thread = new Thread(runnable, "endpoint");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ReadWriteLock underWay = new ReentrantReadWriteLock();
    private volatile boolean closed;

    /** @param engine where DynamoDB Local listens */
    WriteEndpoint(URI engine, String table) {
        this.engine = engine;
        this.table = table;
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UnavailableException("No port is free on this machine: " + e.getMessage(), e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** Where applications go. */
    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    boolean isClosed() {
        return closed;
    }

    /** Refuses writes from now on, or lets them through again; waits for those that are on their way. */
    void close(boolean close) {
        underWay.writeLock().lock();
        try {
            closed = close;
        } finally {
            underWay.writeLock().unlock();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
            String operation = target.substring(target.indexOf('.') + 1);
            if (WriteRequest.writes(operation, body, table)) {
                write(exchange, operation, body);
            } else {
                pass(exchange, body);
            }
        }
    }

    /** A write that was let through has landed before anybody is told that this is closed. */
    private void write(HttpExchange exchange, String operation, byte[] body) throws IOException {
        underWay.readLock().lock();
        try {
            if (closed) {
                refuse(exchange, operation);
            } else {
                pass(exchange, body);
            }
        } finally {
            underWay.readLock().unlock();
        }
    }

    private void refuse(HttpExchange exchange, String operation) throws IOException {
        String message = "User is not authorized to perform: dynamodb:" + operation + " on resource: table/" + table
                + " with an explicit deny in a resource-based policy";
        answer(
                exchange,
                REFUSED,
                ("{\"__type\":\"com.amazon.coral.service#AccessDeniedException\",\"message\":\"" + message + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private void pass(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(engine.resolve(exchange.getRequestURI()))
                .timeout(CALL)
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        HttpResponse<byte[]> response;
        try {
            response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer(exchange, NO_ANSWER, new byte[0]);
            return;
        } catch (IOException e) {
            answer(exchange, NO_ANSWER, new byte[0]);
            return;
        }
        response.headers().map().forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, List.copyOf(values));
            }
        });
        answer(exchange, response.statusCode(), response.body());
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("application/x-amz-json-1.0"));
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
