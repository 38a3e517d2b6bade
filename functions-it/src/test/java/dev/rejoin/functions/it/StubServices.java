package dev.rejoin.functions.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** All services but DynamoDB, as far as the functions call them: an Invoke goes to a function that a test names, an object is kept, the rest is noted. */
final class StubServices implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    /** What the peer's applier answers to a payload; null while it cannot be reached. */
    private volatile UnaryOperator<String> applier;

    StubServices() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void applier(UnaryOperator<String> answers) {
        applier = answers;
    }

    void put(String path, String object) {
        objects.put(path, object.getBytes(StandardCharsets.UTF_8));
    }

    /** Objects by their path, {@code /bucket/key}. */
    Map<String, byte[]> objects() {
        return objects;
    }

    /** Method, path and target of every call, oldest first. */
    List<String> calls() {
        return calls;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            calls.add(exchange.getRequestMethod() + " " + path + " " + target);
            if (path.endsWith("/invocations")) {
                invoke(exchange, new String(body, StandardCharsets.UTF_8));
            } else if (exchange.getRequestMethod().equals("PUT")) {
                objects.put(path, body);
                answer(exchange, 200, new byte[0]);
            } else if (exchange.getRequestMethod().equals("GET")) {
                byte[] object = objects.get(path);
                answer(exchange, object == null ? 404 : 200, object == null ? new byte[0] : object);
            } else if (exchange.getRequestMethod().equals("DELETE")) {
                objects.remove(path);
                answer(exchange, 204, new byte[0]);
            } else {
                // Metrics, alarms and queues are not there: a function must live with that.
                answer(
                        exchange,
                        400,
                        "{\"__type\":\"NotThere\",\"message\":\"not there\"}".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void invoke(HttpExchange exchange, String payload) throws IOException {
        UnaryOperator<String> now = applier;
        if (now == null) {
            exchange.getResponseHeaders().set("X-Amzn-ErrorType", "ResourceNotFoundException");
            answer(exchange, 404, "{\"Message\":\"no such function\"}".getBytes(StandardCharsets.UTF_8));
        } else {
            answer(exchange, 200, now.apply(payload).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }
}
