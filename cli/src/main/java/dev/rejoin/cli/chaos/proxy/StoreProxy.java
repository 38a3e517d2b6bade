package dev.rejoin.cli.chaos.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
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
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A way to DynamoDB that throttles, fails, and loses answers, as the service itself may. */
public final class StoreProxy implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration SLOWNESS = Duration.ofSeconds(1);
    private static final double DONE_ALL_THE_SAME = 0.5;
    private static final int BAD_REQUEST = 400;
    private static final int INTERNAL_ERROR = 500;
    private static final String TYPE = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#";
    private static final String THROTTLED =
            TYPE + "ProvisionedThroughputExceededException\",\"message\":\"The level of configured provisioned"
                    + " throughput for the table was exceeded.\"}";
    private static final String FAILED = TYPE + "InternalServerError\",\"message\":\"Internal server error\"}";
    /** What a client of Java's own sets itself, and what belongs to one connection. */
    private static final Set<String> NOT_PASSED =
            Set.of("connection", "content-length", "expect", "host", "upgrade", "transfer-encoding");

    static {
        // Answers of two packets would wait for an acknowledgement that the other side holds back for 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final URI target;
    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads;
    private final SplittableRandom random;

    private volatile StoreFault fault = StoreFault.NONE;

    /**
     * @param name for its threads
     * @param target where DynamoDB answers
     * @param seed of which requests are hit
     */
    public StoreProxy(String name, URI target, long seed) throws IOException {
        this.target = target;
        this.random = new SplittableRandom(seed);
        this.threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** Where it listens. */
    public URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** From the next request on. */
    public void set(StoreFault newFault) {
        fault = newFault;
    }

    public StoreFault fault() {
        return fault;
    }

    private synchronized boolean hits(double share) {
        return random.nextDouble() < share;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            StoreFault now = fault;
            byte[] request = exchange.getRequestBody().readAllBytes();
            if (now.kind() == StoreFault.Kind.NONE || !hits(now.share())) {
                answer(exchange, passed(exchange, request));
            } else {
                spoil(exchange, request, now.kind());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // Without an answer before it, this ends the connection.
            exchange.close();
        }
    }

    private void spoil(HttpExchange exchange, byte[] request, StoreFault.Kind kind)
            throws IOException, InterruptedException {
        switch (kind) {
            case THROTTLED -> answer(exchange, BAD_REQUEST, THROTTLED);
            case ERRORS -> {
                if (hits(DONE_ALL_THE_SAME)) {
                    passed(exchange, request);
                }
                answer(exchange, INTERNAL_ERROR, FAILED);
            }
            case ANSWERS_LOST -> passed(exchange, request);
            case SLOW, NONE -> {
                Thread.sleep(kind == StoreFault.Kind.SLOW ? SLOWNESS.toMillis() : 0);
                answer(exchange, passed(exchange, request));
            }
        }
    }

    private HttpResponse<byte[]> passed(HttpExchange exchange, byte[] request)
            throws IOException, InterruptedException {
        HttpRequest.Builder passed = HttpRequest.newBuilder(target.resolve(exchange.getRequestURI()))
                .timeout(DEADLINE)
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(request));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_PASSED.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> passed.header(name, value));
            }
        });
        return client.send(passed.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> response) throws IOException {
        response.headers().map().forEach((name, values) -> {
            if (!NOT_PASSED.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
                exchange.getResponseHeaders().put(name, List.copyOf(values));
            }
        });
        send(exchange, response.statusCode(), response.body());
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
