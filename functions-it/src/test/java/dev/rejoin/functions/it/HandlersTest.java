package dev.rejoin.functions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rejoin.testkit.engine.LocalEngine;
import dev.rejoin.testkit.lambda.Answer;
import dev.rejoin.testkit.lambda.FunctionProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Every handler of the packaged jar, loaded and called by AWS's own runtime with the events that AWS documents. What the forwarder
 * and the courier of one region send goes to the applier of the other, a function under the same runtime.
 */
class HandlersTest {
    private static final String HERE = "eu-west-1";
    private static final String PEER = "us-east-1";
    private static final String ALL_WELL = "{\"batchItemFailures\":[]}";

    private static LocalEngine engine;
    private static StubServices services;
    private static Tables here;
    private static Tables there;
    private static FunctionProcess applier;
    private static final Map<String, FunctionProcess> FUNCTIONS = new HashMap<>();

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(
                FunctionProcess.isSupported(), "AWS's runtime interface client runs on Linux x86_64 and aarch64 only");
        engine = LocalEngine.start(Path.of(System.getProperty("rejoin.dynamodbLocal")), 0);
        services = new StubServices();
        here = new Tables(engine, HERE);
        there = new Tables(engine, PEER);
        applier = process("Applier", PEER, HERE);
    }

    @AfterAll
    static void stop() {
        FUNCTIONS.values().forEach(FunctionProcess::close);
        if (applier != null) {
            applier.close();
            here.close();
            there.close();
            services.close();
            engine.close();
        }
    }

    @AfterEach
    void reachAgain() {
        services.applier(HandlersTest::applied);
    }

    @Test
    void forwarderBringsAStreamsRecordsToThePeer() {
        services.applier(HandlersTest::applied);
        here.put("101", "This item has changed");

        Answer answer = function("Forwarder").invoke(Events.stream("101", 2));

        assertThat(answer).as(HandlersTest::printed).isEqualTo(new Answer(false, ALL_WELL));
        assertThat(there.item("101")).containsEntry("Message", AttributeValue.fromS("This item has changed"));
    }

    @Test
    void forwarderBringsAnItemsWholeLife() {
        services.applier(HandlersTest::applied);
        here.put("102", "This item has changed");
        here.delete("102");

        Answer answer = function("Forwarder").invoke(Events.stream("102", 3));

        assertThat(answer).as(HandlersTest::printed).isEqualTo(new Answer(false, ALL_WELL));
        assertThat(there.item("102")).isEmpty();
        assertThat(there.shadow("102")).as("the tombstone").isNotEmpty();
    }

    @Test
    void forwarderKeepsARecordThatCannotBeRead() {
        services.applier(HandlersTest::applied);
        here.put("103", "This item has changed");

        Answer answer = function("Forwarder").invoke(Events.stream("103", 2).replace("\"MODIFY\"", "\"UNHEARD-OF\""));

        assertThat(answer).as(HandlersTest::printed).isEqualTo(new Answer(false, ALL_WELL));
        assertThat(services.objects().keySet())
                .anySatisfy(
                        path -> assertThat(path).startsWith("/failures/poison/").contains("222"));
    }

    @Test
    void forwarderReportsWhatCannotBeKeptAnywhere() {
        services.applier(null);
        here.put("104", "This item has changed");

        // Neither the peer nor the hint queue can be reached.
        Answer answer = anew("Forwarder", Events.stream("104", 2));

        assertThat(answer.failed()).isFalse();
        assertThat(answer.body()).containsPattern("\"itemIdentifier\":\"(111|222)\"");
    }

    @Test
    void applierRefusesWhatItCannotRead() {
        services.applier(HandlersTest::applied);

        Answer answer = applier.invoke("{\"rejoin\":1,\"body\":\"not base64 of gzip\"}");

        assertThat(answer.failed()).isFalse();
        assertThat(answer.body()).contains("\"error\":\"MALFORMED\"").contains("\"time\":");
    }

    @Test
    void courierBringsWhatIsOwed() {
        services.applier(HandlersTest::applied);
        here.put("105", "This item has changed");
        // Only what the forwarder has seen can be shipped.
        function("Forwarder").invoke(Events.stream("105", 2));

        Answer answer = function("Courier").invoke(Events.queue("105"));

        assertThat(answer).as(HandlersTest::printed).isEqualTo(new Answer(false, ALL_WELL));
    }

    @Test
    void courierReportsWhatStaysOwed() {
        services.applier(null);
        here.put("106", "owed");

        Answer answer = anew("Courier", Events.queue("106"));

        assertThat(answer.failed()).isFalse();
        assertThat(answer.body())
                .contains("059f36b4-87a3-44ab-83d2-661975830a7d")
                .contains("2e1424d4-f796-459a-8184-9c92662be6da");
    }

    @Test
    void sentinelWritesItsHeartbeatThoughCloudWatchIsDown() {
        services.applier(HandlersTest::applied);

        function("Sentinel").invoke(Events.resource("schedule.json"), Duration.ofSeconds(40));

        Map<String, AttributeValue> heartbeat = here.client()
                .getItem(get ->
                        get.tableName(Tables.CONTROL).key(Map.of("pk", AttributeValue.fromS("heartbeat#" + HERE))))
                .item();
        assertThat(heartbeat).containsKeys("at", "n");
    }

    @Test
    void redriveTellsWhatItCouldNotDo() {
        Answer answer = function("Redrive").invoke("{\"key\":\"no/such/object.json\"}");

        assertThat(answer.failed()).isTrue();
        assertThat(answer.body()).contains("reading no/such/object.json failed: ");
    }

    /** What all functions printed, for whoever has to find out why one answered so. */
    private static String printed() {
        StringBuilder all = new StringBuilder("applier:\n").append(applier.output());
        FUNCTIONS.forEach((name, function) -> all.append(name).append(":\n").append(function.output()));
        return all.toString();
    }

    private static String applied(String payload) {
        return applier.invoke(payload).body();
    }

    private static FunctionProcess function(String name) {
        return FUNCTIONS.computeIfAbsent(name, unused -> process(name, HERE, PEER));
    }

    /** By a process of its own, so that nobody else meets its circuit breaker. */
    private static Answer anew(String name, String event) {
        try (FunctionProcess function = process(name, HERE, PEER)) {
            return function.invoke(event, Duration.ofSeconds(20));
        }
    }

    private static FunctionProcess process(String name, String region, String peer) {
        return FunctionProcess.start(
                ClassPath.functions(),
                "dev.rejoin.functions." + name + "Handler::handleRequest",
                Tables.environment(engine, services.endpoint(), region, peer),
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    }
}
