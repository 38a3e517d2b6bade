package dev.rejoin.cli.tombstones;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rejoin.clock.Actor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A way to DynamoDB Local on which one region answers nothing but errors; a request's signature tells its region. */
final class RegionDown implements AutoCloseable {
    private static final String SIGNATURE = "Authorization";
    private static final List<String> PASSED = List.of("Content-Type", "X-Amz-Target", "X-Amz-Date", SIGNATURE);

    private final URI target;
    private final String scope;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();

    RegionDown(URI target, Actor region) throws IOException {
        this.target = target;
        this.scope = "/" + region.name() + "/";
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] request = exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestHeaders().getFirst(SIGNATURE).contains(scope)) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            HttpRequest.Builder passed =
                    HttpRequest.newBuilder(target).POST(HttpRequest.BodyPublishers.ofByteArray(request));
            PASSED.forEach(
                    name -> passed.header(name, exchange.getRequestHeaders().getFirst(name)));
            HttpResponse<byte[]> answer = client.send(passed.build(), HttpResponse.BodyHandlers.ofByteArray());
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
