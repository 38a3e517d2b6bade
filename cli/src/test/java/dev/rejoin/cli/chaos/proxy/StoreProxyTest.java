package dev.rejoin.cli.chaos.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.rejoin.cli.local.region.LocalClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/** As AWS's own client sees it. */
class StoreProxyTest {
    private final AtomicInteger done = new AtomicInteger();
    private HttpServer server;
    private StoreProxy proxy;
    private LocalClients clients;
    private DynamoDbAsyncClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            done.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            byte[] answer = "{\"TableNames\":[\"orders\"]}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        proxy = new StoreProxy(
                "test", URI.create("http://localhost:" + server.getAddress().getPort()), 1);
        clients = new LocalClients(proxy.address());
        client = clients.dynamoAsync("eu-west-1", config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()));
    }

    @AfterEach
    void stop() {
        client.close();
        clients.close();
        proxy.close();
        server.stop(0);
    }

    private String ask() {
        return client.listTables().join().tableNames().get(0);
    }

    @Test
    void passesRequestsAndAnswers() {
        assertThat(ask()).isEqualTo("orders");
        proxy.set(new StoreFault(StoreFault.Kind.THROTTLED, 0));
        assertThat(ask()).isEqualTo("orders");
    }

    @Test
    void throttlesWithoutDoingAnything() {
        proxy.set(new StoreFault(StoreFault.Kind.THROTTLED, 1));
        assertThatThrownBy(this::ask).hasCauseInstanceOf(ProvisionedThroughputExceededException.class);
        assertThat(done).hasValue(0);
        proxy.set(StoreFault.NONE);
        assertThat(ask()).isEqualTo("orders");
    }

    @Test
    void ofRequestsThatFailSomeWereDone() {
        proxy.set(new StoreFault(StoreFault.Kind.ERRORS, 1));
        int requests = 40;
        for (int i = 0; i < requests; i++) {
            assertThatThrownBy(this::ask).hasCauseInstanceOf(InternalServerErrorException.class);
        }
        assertThat(done.get()).isBetween(1, requests - 1);
    }

    @Test
    void losesAnswersOfWhatWasDone() {
        proxy.set(new StoreFault(StoreFault.Kind.ANSWERS_LOST, 1));
        assertThatThrownBy(this::ask)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(SdkClientException.class);
        assertThat(done).hasValue(1);
    }
}
