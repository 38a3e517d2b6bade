package dev.rejoin.cli.chaos.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rejoin.aws.config.TableRole;
import dev.rejoin.aws.wire.Answer;
import dev.rejoin.aws.wire.AnswerCodec;
import dev.rejoin.aws.wire.Cargo;
import dev.rejoin.aws.wire.Refusal;
import dev.rejoin.aws.wire.Request;
import dev.rejoin.aws.wire.RequestCodec;
import dev.rejoin.aws.wire.WireException;
import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.PeerLink;
import dev.rejoin.replica.Shipment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where a region's process answers, on this machine only: its applier under {@code /apply}, for peers; its figures under
 * {@code /figures} and its clock under {@code /skew}, for whoever runs it.
 */
final class RegionEndpoint implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 10;
    private static final int OK = 200;
    private static final int FAILED = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // Answers of two packets would wait for an acknowledgement that the other side holds back for 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final RegionNode node;
    private final PeerLink applier;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "endpoint");
        thread.setDaemon(true);
        return thread;
    });

    RegionEndpoint(RegionNode node) throws IOException {
        this.node = node;
        this.applier = node.applier();
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/apply", exchange -> answer(exchange, this::apply));
        server.createContext("/figures", exchange -> answer(exchange, this::figures));
        server.createContext("/skew", exchange -> answer(exchange, this::skew));
        server.setExecutor(threads);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private interface Handler {
        byte[] handle(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private static void answer(HttpExchange exchange, Handler handler) throws IOException {
        try {
            byte[] answer = handler.handle(exchange);
            exchange.sendResponseHeaders(OK, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        } catch (RuntimeException e) {
            exchange.sendResponseHeaders(FAILED, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private byte[] figures(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        String[] words = query.split(",", -1);
        return JSON.writeValueAsBytes(node.figures(Long.parseLong(words[0]), Boolean.parseBoolean(words[1])));
    }

    private byte[] skew(HttpExchange exchange) {
        node.clock().skew(Long.parseLong(exchange.getRequestURI().getQuery()));
        return new byte[0];
    }

    private byte[] apply(HttpExchange exchange) throws IOException, InterruptedException {
        long now = node.clock().millis();
        try {
            Request request = RequestCodec.decode(exchange.getRequestBody().readAllBytes());
            check(request);
            List<Outcome> outcomes = apply(request);
            node.metrics().received(request.from(), outcomes);
            node.activity().changed();
            return AnswerCodec.encode(Answer.of(now, outcomes));
        } catch (WireException e) {
            return AnswerCodec.encode(Answer.refused(now, e.refusal(), String.valueOf(e.getMessage())));
        }
    }

    private void check(Request request) {
        if (!request.to().equals(node.replica().config().self())) {
            throw new WireException(Refusal.WRONG_REGION, "this is not " + request.to());
        } else if (!node.replica().config().peers().contains(request.from())) {
            throw new WireException(Refusal.UNKNOWN_ACTOR, request.from() + " is no peer");
        } else if (request.table() != TableRole.DATA) {
            throw new WireException(Refusal.WRONG_TABLE, "no such table");
        }
    }

    private List<Outcome> apply(Request request) throws InterruptedException {
        List<Shipment> shipments = new ArrayList<>();
        List<Outcome> outcomes =
                new ArrayList<>(Collections.nCopies(request.cargo().size(), Outcome.FAILED));
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < request.cargo().size(); i++) {
            Cargo cargo = request.cargo().get(i);
            if (cargo.shipment() == null) {
                outcomes.set(i, Outcome.refused(cargo.reason()));
            } else {
                shipments.add(cargo.shipment());
                places.add(i);
            }
        }
        List<Outcome> applied = applied(shipments);
        for (int i = 0; i < applied.size(); i++) {
            outcomes.set(places.get(i), applied.get(i));
        }
        return outcomes;
    }

    /** What is not applied by the deadline may or may not be applied, and comes again. */
    private List<Outcome> applied(List<Shipment> shipments) throws InterruptedException {
        try {
            return shipments.isEmpty() ? List.of() : applier.send(shipments).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return Collections.nCopies(shipments.size(), Outcome.FAILED);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
