package dev.rejoin.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.rejoin.aws.config.FunctionConfig;
import dev.rejoin.functions.log.JsonLog;
import dev.rejoin.functions.wiring.Clients;
import dev.rejoin.functions.wiring.SentinelWiring;
import dev.rejoin.functions.wiring.Wiring;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A region in which nothing at all answers: the sentinel says so, and ends well. */
@Timeout(60)
class SentinelHandlerTest {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "REJOIN_TABLE", "orders",
            "REJOIN_KEY", "pk",
            "REJOIN_SHADOW_TABLE", "orders-rejoin",
            "REJOIN_CONTROL_TABLE", "orders-rejoin-control",
            "REJOIN_CONTROL_SHADOW_TABLE", "orders-rejoin-control-shadow",
            "REJOIN_JOURNAL_TABLE", "orders-rejoin-journal",
            "REJOIN_REGION", "eu-west-1",
            "REJOIN_PEERS", "us-east-1=arn:aws:lambda:us-east-1:111122223333:function:rejoin-orders-applier:live");

    private final List<String> lines = new ArrayList<>();

    @Test
    void whateverFailsIsToldAndTheFunctionSucceeds() {
        Clients clients = broken(Clients.class);
        Wiring wiring = new Wiring(FunctionConfig.parse(ENVIRONMENT, Set.of()), clients, System::currentTimeMillis);
        assertThat(new SentinelHandler(wiring).handleRequest(new ScheduledEvent(), context()))
                .isNull();
        assertThat(lines).allMatch(line -> line.startsWith("{\"level\":\"WARN\""));
        assertThat(String.join("", lines))
                .contains("heartbeat: IllegalStateException: down")
                .contains("heartbeat of us-east-1: IllegalStateException: down")
                .contains("clock of us-east-1: ")
                .contains("alarms: IllegalStateException: down")
                .contains("tombstones: IllegalStateException: down");
    }

    @ParameterizedTest
    @CsvSource({"5000, 15", "20000, 22"})
    void itsStepsAreWaitedForAsLongAsAPeerMayTakeButNotUntilItIsEnded(int linkTimeoutMillis, int seconds) {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put("REJOIN_LINK_TIMEOUT_MS", Integer.toString(linkTimeoutMillis));
        assertThat(SentinelWiring.patience(FunctionConfig.parse(environment, Set.of())))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void primingThatFailsIsToldAndDoesNotFailTheDeployment() {
        Wiring wiring = new Wiring(
                FunctionConfig.parse(ENVIRONMENT, Set.of()), broken(Clients.class), System::currentTimeMillis);
        wiring.priming().run(JsonLog.of(context()));
        assertThat(lines).hasSize(4).allMatch(line -> line.contains("not primed"));
        assertThat(String.join("", lines)).contains("items", "shadow rows", "policy", "ping us-east-1");
        lines.clear();
        wiring.primingOfReceiver().run(JsonLog.of(context()));
        assertThat(String.join("", lines)).contains("items", "shadow rows").doesNotContain("ping");
    }

    /** Clients whose every call fails. */
    private static <T> T broken(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (method.getReturnType() == CompletableFuture.class) {
                return CompletableFuture.failedFuture(new IllegalStateException("down"));
            }
            return method.getReturnType().isInterface() ? broken(method.getReturnType()) : null;
        }));
    }

    private Context context() {
        LambdaLogger logger = new LambdaLogger() {
            @Override
            public void log(String message) {
                lines.add(message);
            }

            @Override
            public void log(byte[] message) {
                throw new UnsupportedOperationException("text only");
            }
        };
        return (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, args) -> {
                    if (method.getName().equals("getLogger")) {
                        return logger;
                    }
                    return method.getReturnType() == int.class ? 30_000 : "x";
                });
    }
}
