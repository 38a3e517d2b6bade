package dev.rejoin.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import dev.rejoin.functions.FakeLambda.State;
import dev.rejoin.functions.log.JsonLog;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The handlers with real tables, and everything between the regions in this process. */
class FunctionsTest {
    private static final String EU = "eu-west-1";
    private static final String US = "us-east-1";
    private static final String AP = "ap-south-1";
    private static final int ROUNDS = 20;

    private static void settle(TestRegion a, String nameA, TestRegion b, String nameB) {
        boolean moved = true;
        for (int round = 0; moved; round++) {
            assertThat(round).as("rounds until quiet").isLessThan(ROUNDS);
            moved = List.of(a.forward(), b.forward(), a.deliver(nameB), b.deliver(nameA))
                    .contains(true);
        }
    }

    @Test
    void plainWritesConverge() {
        TestRegions regions = new TestRegions(5000, EU, US);
        TestRegion eu = regions.region(EU);
        TestRegion us = regions.region(US);
        for (int i = 0; i < 250; i++) {
            eu.put("eu#" + i, "status", "new");
            us.put("us#" + i, "status", "new");
        }
        eu.put("both", "status", "from eu", "eu", "1");
        us.put("both", "status", "from us", "us", "1");
        eu.add("count", 3);
        us.add("count", 4);
        eu.delete("eu#7");
        settle(eu, EU, us, US);
        us.put("eu#8", "status", "changed");
        settle(eu, EU, us, US);

        assertThat(eu.items()).isEqualTo(us.items()).hasSize(501).doesNotContainKey("eu#7");
        assertThat(eu.items().get("count")).containsEntry("stock", AttributeValue.fromN("7"));
        assertThat(eu.items().get("both")).containsKeys("eu", "us", "status");
        assertThat(eu.items().get("eu#8")).containsEntry("status", AttributeValue.fromS("changed"));
        assertThat(us.clients.cloudWatch.sum("OutcomesApplied")).isGreaterThan(250);
        assertThat(eu.clients.cloudWatch.sum("Changes")).isEqualTo(253);
        assertThat(eu.clients.cloudWatch.data)
                .extracting(datum -> datum.metricName())
                .contains("ReplicationLag", "WritesPerChange");
    }

    @Test
    void deletedItemsAreInTheBinOfEveryRegion() {
        TestRegions regions = new TestRegions(5000, EU, US);
        TestRegion eu = regions.region(EU);
        TestRegion us = regions.region(US);
        eu.put("a", "status", "new");
        settle(eu, EU, us, US);
        us.delete("a");
        settle(eu, EU, us, US);

        Attributes item = Attributes.of("status", new Value.S("new"));
        assertThat(us.deleted("a")).contains(item);
        assertThat(eu.deleted("a")).contains(item);
    }

    @Test
    void whatAPeerMissedIsOwedAndDelivered() {
        TestRegions regions = new TestRegions(5000, EU, US);
        TestRegion eu = regions.region(EU);
        TestRegion us = regions.region(US);
        us.lambda.state = State.DOWN;
        eu.put("a", "status", "1");
        eu.put("b", "status", "1");
        eu.forward();
        eu.put("a", "status", "2");
        eu.forward();
        assertThat(us.items()).isEmpty();
        assertThat(eu.hints(US)).isEqualTo(3);
        assertThat(eu.clients.cloudWatch.sum("Hints")).isEqualTo(3);

        int before = us.lambda.calls.get();
        eu.deliver(US);
        assertThat(us.lambda.calls.get() - before)
                .as("calls for two keys owed three times")
                .isEqualTo(1);
        assertThat(eu.hints(US)).isEqualTo(3);
        assertThat(eu.clients.sqs.visibilities.values()).hasSize(3).allMatch(seconds -> seconds >= 4 && seconds <= 8);

        us.lambda.state = State.UP;
        settle(eu, EU, us, US);
        assertThat(eu.hints(US)).isZero();
        assertThat(us.items()).isEqualTo(eu.items()).hasSize(2);
        assertThat(us.items().get("a")).containsEntry("status", AttributeValue.fromS("2"));
    }

    @Test
    void aPoisonRecordDoesNotStopItsNeighbours() throws IOException {
        TestRegions regions = new TestRegions(5000, EU, US);
        TestRegion eu = regions.region(EU);
        TestRegion us = regions.region(US);
        eu.put("a", "status", "1");
        eu.put("b", "status", "1");
        eu.put("c", "status", "1");
        DynamodbEvent event = eu.event();
        DynamodbStreamRecord poison = event.getRecords().get(1);
        poison.setEventName("UPSERT");
        String sequence = poison.getDynamodb().getSequenceNumber();

        eu.clients.s3.broken = true;
        assertThat(eu.forward(event).getBatchItemFailures())
                .extracting(BatchItemFailure::getItemIdentifier)
                .containsExactly(sequence);
        eu.clients.s3.broken = false;
        assertThat(eu.forward(event).getBatchItemFailures()).isEmpty();

        settle(eu, EU, us, US);
        assertThat(us.items()).containsOnlyKeys("a", "c");
        assertThat(eu.clients.cloudWatch.sum("Poison")).isEqualTo(1);
        assertThat(eu.clients.s3.objects.keySet()).singleElement().satisfies(key -> {
            assertThat(key).startsWith("poison/orders-").endsWith("/" + sequence + ".json");
            assertThat(new String(eu.clients.s3.objects.get(key), StandardCharsets.UTF_8))
                    .contains("a stream record of unknown kind UPSERT", "\"NewImage\"");
        });
        redriveOnceRepaired(eu, us);
    }

    private static void redriveOnceRepaired(TestRegion eu, TestRegion us) throws IOException {
        String key = eu.clients.s3.objects.keySet().iterator().next();
        assertThat(redrive(eu, key))
                .isEqualTo("{\"records\":1,\"handled\":0,\"failed\":1,"
                        + "\"reasons\":[\"a stream record of unknown kind UPSERT\"]}");
        assertThat(eu.clients.s3.objects).containsKey(key);

        String repaired =
                new String(eu.clients.s3.objects.get(key), StandardCharsets.UTF_8).replace("UPSERT", "INSERT");
        eu.clients.s3.objects.put(key, repaired.getBytes(StandardCharsets.UTF_8));
        assertThat(redrive(eu, key)).isEqualTo("{\"records\":1,\"handled\":1,\"failed\":0,\"reasons\":[]}");
        assertThat(eu.clients.s3.objects).isEmpty();
        settle(eu, EU, us, US);
        assertThat(us.items()).isEqualTo(eu.items()).containsOnlyKeys("a", "b", "c");
    }

    private static String redrive(TestRegion region, String key) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] event = ("{\"key\":\"" + key + "\"}").getBytes(StandardCharsets.UTF_8);
        region.redrive.handleRequest(new ByteArrayInputStream(event), out, new TestContext(60_000));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aPeerThatHangsDelaysNeitherTheOthersNorTheCheckpoint() {
        TestRegions regions = new TestRegions(1000, EU, US, AP);
        TestRegion eu = regions.region(EU);
        regions.region(AP).lambda.state = State.HANGING;
        eu.put("a", "status", "1");
        DynamodbEvent event = eu.event();
        long began = System.nanoTime();
        StreamsEventResponse response = eu.forward(event);
        Duration took = Duration.ofNanos(System.nanoTime() - began);

        assertThat(response.getBatchItemFailures()).isEmpty();
        assertThat(took).isBetween(Duration.ofMillis(900), Duration.ofSeconds(10));
        assertThat(regions.region(US).items()).isEqualTo(eu.items());
        assertThat(eu.hints(AP)).isEqualTo(1);
        assertThat(eu.hints(US)).isZero();
    }

    @Test
    void aBatchThatComesAgainDoesNoHarm() {
        TestRegions regions = new TestRegions(5000, EU, US);
        TestRegion eu = regions.region(EU);
        TestRegion us = regions.region(US);
        for (int i = 1; i <= 10; i++) {
            eu.add("count", i);
            eu.put("a", "status", "v" + i);
        }
        DynamodbEvent event = eu.event();
        for (int i = 0; i < 3; i++) {
            assertThat(eu.forward(event).getBatchItemFailures()).isEmpty();
        }
        settle(eu, EU, us, US);

        assertThat(us.items()).isEqualTo(eu.items());
        assertThat(us.items().get("count")).containsEntry("stock", AttributeValue.fromN("55"));
        assertThat(us.items().get("a")).containsEntry("status", AttributeValue.fromS("v10"));
    }

    @Test
    void aForwarderStopsInTimeAndReportsTheRest() {
        TestRegions regions = new TestRegions(60_000, EU, US);
        TestRegion eu = regions.region(EU);
        TestRegion us = regions.region(US);
        for (int i = 0; i < 150; i++) {
            eu.put("k" + i, "status", "1");
        }
        DynamodbEvent event = eu.event();
        us.lambda.state = State.HANGING;
        long began = System.nanoTime();
        TestContext context = new TestContext(3000);
        List<BatchItemFailure> failures =
                eu.forwarder.handleRequest(event, context).getBatchItemFailures();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
        assertThat(failures)
                .extracting(BatchItemFailure::getItemIdentifier)
                .containsExactlyInAnyOrderElementsOf(event.getRecords().stream()
                        .map(record -> record.getDynamodb().getSequenceNumber())
                        .toList());
        assertThat(String.join("", context.lines))
                .contains("not finished in time")
                .doesNotContain("\"k1\"");
        us.lambda.state = State.UP;
        assertThat(eu.forward(event).getBatchItemFailures()).isEmpty();
        settle(eu, EU, us, US);
        assertThat(us.items()).isEqualTo(eu.items()).hasSize(150);
    }

    @Test
    void aHostilePeerIsRefused() throws IOException {
        TestRegions regions = new TestRegions(5000, EU, US);
        TestRegion us = regions.region(US);
        for (String request : List.of("", "{}", "[1]", "{\"rejoin\":1,\"body\":\"AAAA\"}", "\u0000")) {
            String answer = us.lambda
                    .invoke(software.amazon.awssdk.services.lambda.model.InvokeRequest.builder()
                            .payload(software.amazon.awssdk.core.SdkBytes.fromUtf8String(request))
                            .build())
                    .join()
                    .payload()
                    .asUtf8String();
            assertThat(answer).contains("\"error\":\"MALFORMED\"");
        }
        assertThat(us.items()).isEqualTo(Map.of());
    }

    @Test
    void aFailedBatchIsRunAgainFromItsPayloadOrFromTheStream() throws IOException {
        TestRegions regions = new TestRegions(5000, EU, US);
        TestRegion eu = regions.region(EU);
        TestRegion us = regions.region(US);
        for (int i = 0; i < 5; i++) {
            eu.put("k" + i, "status", "1");
        }
        List<DynamodbStreamRecord> lost = eu.event().getRecords();
        String arn = lost.get(0).getEventSourceARN();
        String batch = String.format(
                "{\"version\":\"1.0\",\"DDBStreamBatchInfo\":{\"shardId\":\"%s\",\"startSequenceNumber\":\"%s\","
                        + "\"endSequenceNumber\":\"%s\",\"batchSize\":3,\"streamArn\":\"%s\"}}",
                eu.shard(),
                lost.get(1).getDynamodb().getSequenceNumber(),
                lost.get(3).getDynamodb().getSequenceNumber(),
                arn);
        eu.clients.s3.objects.put("aws/lambda/batch", batch.getBytes(StandardCharsets.UTF_8));
        assertThat(redrive(eu, "aws/lambda/batch"))
                .isEqualTo("{\"records\":3,\"handled\":3,\"failed\":0,\"reasons\":[]}");
        assertThat(us.items()).containsOnlyKeys("k1", "k2", "k3");

        String record = "{\\\"eventName\\\":\\\"INSERT\\\",\\\"eventSourceARN\\\":\\\"" + arn
                + "\\\",\\\"dynamodb\\\":{\\\"ApproximateCreationDateTime\\\":1.7E9,\\\"SequenceNumber\\\":\\\""
                + lost.get(0).getDynamodb().getSequenceNumber()
                + "\\\",\\\"NewImage\\\":{\\\"pk\\\":{\\\"S\\\":\\\"k0\\\"},\\\"status\\\":{\\\"S\\\":\\\"1\\\"}}}}";
        String payload = "{\"payload\":\"{\\\"Records\\\":[" + record + "]}\"}";
        eu.clients.s3.objects.put("aws/lambda/payload", payload.getBytes(StandardCharsets.UTF_8));
        assertThat(redrive(eu, "aws/lambda/payload"))
                .isEqualTo("{\"records\":1,\"handled\":1,\"failed\":0,\"reasons\":[]}");
        assertThat(us.items()).containsOnlyKeys("k0", "k1", "k2", "k3");
        assertThat(eu.clients.s3.objects).isEmpty();
    }

    @Test
    void theLogTellsNeitherKeysNorContents() throws IOException {
        TestRegions regions = new TestRegions(5000, EU, US);
        TestRegion eu = regions.region(EU);
        TestRegion us = regions.region(US);
        eu.put("hush-key", "hush-name", "hush-value");
        us.put("hush-key", "hush-name", "hush-other");
        us.lambda.state = State.DOWN;
        DynamodbEvent event = eu.event();
        assertThat(eu.forward(event).getBatchItemFailures()).isEmpty();
        eu.deliver(US);
        event.getRecords().get(0).setEventName("UPSERT");
        assertThat(eu.forward(event).getBatchItemFailures()).isEmpty();
        redrive(eu, eu.clients.s3.objects.keySet().iterator().next());
        us.lambda.state = State.UP;
        settle(eu, EU, us, US);

        assertThat(TestContext.EVERY_LINE)
                .as("what was done was logged, and each line is an object of JSON")
                .anyMatch(line -> line.contains("\"still owed\"") && line.contains("\"key\":"))
                .anyMatch(line -> line.contains("\"poison\""))
                .allMatch(line -> line.startsWith("{\"level\":\"") && line.endsWith("}\n"));
        assertThat(TestContext.EVERY_LINE).noneMatch(line -> line.contains("hush"));
    }

    @Test
    void primingWarmsTheTablesAndEveryPeer() {
        TestRegions regions = new TestRegions(5000, EU, US);
        List<String> lines = new ArrayList<>();
        int before = regions.region(US).lambda.calls.get();
        regions.region(EU).wiring.priming().run(new JsonLog(lines::add, Map.of()));
        assertThat(lines).hasSize(4).allMatch(line -> line.contains("\"primed\""));
        assertThat(String.join("", lines)).contains("items", "shadow rows", "policy", "ping " + US);
        assertThat(regions.region(US).lambda.calls.get() - before).isOne();
    }
}
