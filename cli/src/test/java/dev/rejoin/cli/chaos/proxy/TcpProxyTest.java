package dev.rejoin.cli.chaos.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration NO_PATIENCE = Duration.ofMillis(300);
    private static final int ANSWER = 2_000;

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger served = new AtomicInteger();
    private HttpServer server;
    private TcpProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            served.incrementAndGet();
            exchange.sendResponseHeaders(200, ANSWER);
            exchange.getResponseBody().write(new byte[ANSWER]);
            exchange.close();
        });
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        proxy = new TcpProxy("test");
        proxy.target(server.getAddress().getPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.stop(0);
    }

    private int ask(Duration patience) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(proxy.address()).timeout(patience).build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body().length;
    }

    @Test
    void passesEverything() throws Exception {
        assertThat(ask(PATIENCE)).isEqualTo(ANSWER);
        assertThat(ask(PATIENCE)).isEqualTo(ANSWER);
    }

    @Test
    void aCutLinkServesNobodyAndWorksAgainAfterwards() throws Exception {
        assertThat(ask(PATIENCE)).isEqualTo(ANSWER);
        proxy.set(LinkFault.of(LinkFault.Kind.RESET));
        assertThatThrownBy(() -> ask(PATIENCE)).isInstanceOf(IOException.class);
        assertThat(served).hasValue(1);
        proxy.set(LinkFault.NONE);
        assertThat(ask(PATIENCE)).isEqualTo(ANSWER);
    }

    @Test
    void aSilentLinkSaysNothingAndWorksAgainAfterwards() throws Exception {
        proxy.set(LinkFault.of(LinkFault.Kind.SILENT));
        assertThatThrownBy(() -> ask(NO_PATIENCE)).isInstanceOf(IOException.class);
        assertThat(served).hasValue(0);
        proxy.set(LinkFault.NONE);
        assertThat(ask(PATIENCE)).isEqualTo(ANSWER);
    }

    @Test
    void answersAreLostOfRequestsThatArrived() throws Exception {
        proxy.set(LinkFault.of(LinkFault.Kind.ANSWERS_LOST));
        assertThatThrownBy(() -> ask(Duration.ofSeconds(2))).isInstanceOf(IOException.class);
        assertThat(served).hasValue(1);
    }

    @Test
    void answersBreakOffOfRequestsThatArrived() throws Exception {
        proxy.set(LinkFault.of(LinkFault.Kind.BROKEN_OFF));
        assertThatThrownBy(() -> ask(PATIENCE)).isInstanceOf(IOException.class);
        assertThat(served).hasValue(1);
    }

    @Test
    void aDelayedLinkTakesLonger() throws Exception {
        proxy.set(LinkFault.delayed(Duration.ofMillis(150)));
        long began = System.nanoTime();
        assertThat(ask(PATIENCE)).isEqualTo(ANSWER);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void aNarrowLinkTakesLonger() throws Exception {
        proxy.set(LinkFault.narrow(ANSWER * 4));
        long began = System.nanoTime();
        assertThat(ask(PATIENCE)).isEqualTo(ANSWER);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }
}
