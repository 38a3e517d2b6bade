package dev.rejoin.testkit.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Lambda's Runtime API of one function: the runtime asks for the next event, and posts the function's answer or error. It serves
 * what a runtime needs, on a port of this machine.
 */
final class RuntimeApi implements AutoCloseable {
    private static final String ROOT = "/2018-06-01/runtime/";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(RuntimeApi::daemon);
    private final String functionArn;
    private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
    private final Map<String, CompletableFuture<Answer>> begun = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    RuntimeApi(String functionArn) {
        this.functionArn = functionArn;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new FunctionException("No free port for the Runtime API: " + e.getMessage(), e);
        }
        server.setExecutor(threads);
        server.createContext(ROOT, this::handle);
        server.start();
    }

    /** What a runtime finds in {@code AWS_LAMBDA_RUNTIME_API}. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Complete when the runtime first asks for an event: the function's class is loaded and its constructor has run. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    CompletableFuture<Answer> invoke(String event, Duration timeout) {
        String id = UUID.randomUUID().toString();
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        begun.put(id, answer);
        waiting.add(new Invocation(id, event, timeout));
        return answer;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String call = exchange.getRequestURI().getPath().substring(ROOT.length());
            if (call.equals("invocation/next")) {
                next(exchange);
                return;
            }
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (call.equals("init/error")) {
                ready.completeExceptionally(new FunctionException("The function failed to start: " + body));
            } else if (!settle(call, body)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            exchange.sendResponseHeaders(202, -1);
        }
    }

    private void next(HttpExchange exchange) throws IOException {
        ready.complete(null);
        Invocation invocation = take();
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json");
        headers.set("Lambda-Runtime-Aws-Request-Id", invocation.id);
        headers.set("Lambda-Runtime-Invoked-Function-Arn", functionArn);
        headers.set("Lambda-Runtime-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0");
        headers.set(
                "Lambda-Runtime-Deadline-Ms",
                Long.toString(System.currentTimeMillis() + invocation.timeout.toMillis()));
        byte[] body = invocation.event.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private Invocation take() {
        try {
            return waiting.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("The Runtime API is closed.", e));
        }
    }

    /** Whether the call was {@code invocation/<id>/response} or {@code .../error} of an event that waits for it. */
    private boolean settle(String call, String body) {
        String[] parts = call.split("/", -1);
        if (parts.length != 3 || !parts[0].equals("invocation")) {
            return false;
        }
        CompletableFuture<Answer> answer = begun.remove(parts[1]);
        return answer != null && answer.complete(new Answer(parts[2].equals("error"), body));
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "runtime-api");
        thread.setDaemon(true);
        return thread;
    }

    private record Invocation(String id, String event, Duration timeout) {}
}
