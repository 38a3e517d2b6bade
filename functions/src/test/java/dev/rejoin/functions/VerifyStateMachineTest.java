package dev.rejoin.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.rejoin.aws.wire.Json;
import dev.rejoin.functions.FakeLambda.State;
import dev.rejoin.functions.states.StateMachine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The state machine's very definition, run by an interpreter, with the verifiers of two regions and real tables. */
class VerifyStateMachineTest {
    private static final String EU = "eu-west-1";
    private static final String US = "us-east-1";
    private static final int ROUNDS = 20;
    private static final int ITEMS = 60;

    private final TestRegions regions = new TestRegions(5000, EU, US);
    private final TestRegion eu = regions.region(EU);
    private final TestRegion us = regions.region(US);
    private final List<Long> waits = new ArrayList<>();
    private Runnable whileWaiting = () -> {};
    private final StateMachine machine = new StateMachine(definition(), this::task, seconds -> {
        waits.add(seconds);
        whileWaiting.run();
    });

    private static Map<String, Object> definition() {
        Path here = Path.of("").toAbsolutePath();
        Path project = Files.exists(here.resolve("template.yaml")) ? here : here.getParent();
        try {
            return Json.readObject(Files.readAllBytes(project.resolve("functions/verify.asl.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Object task(String resource, Object input) {
        assertThat(resource).isEqualTo("${Verifier}");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] payload = Json.write(json -> write(json, input));
        assertThat(payload.length).as("a state's input").isLessThan(256 * 1024);
        try {
            eu.verifier.handleRequest(new ByteArrayInputStream(payload), out, new TestContext(60_000));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(out.size()).as("a state's output").isLessThan(256 * 1024);
        return Json.readObject(out.toByteArray());
    }

    private static void write(JsonGenerator out, Object tree) throws IOException {
        if (tree instanceof Map<?, ?>) {
            out.writeStartObject();
            for (Map.Entry<String, Object> entry : Json.object(tree).entrySet()) {
                out.writeFieldName(entry.getKey());
                write(out, entry.getValue());
            }
            out.writeEndObject();
        } else if (tree instanceof List<?> list) {
            out.writeStartArray();
            for (Object element : list) {
                write(out, element);
            }
            out.writeEndArray();
        } else if (tree instanceof Long number) {
            out.writeNumber(number);
        } else if (tree instanceof Boolean bool) {
            out.writeBoolean(bool);
        } else {
            out.writeString(tree.toString());
        }
    }

    private Map<String, Object> verify(String run, Map<String, Object> input) {
        return Json.object(machine.run(run, input));
    }

    private void settle() {
        boolean moved = true;
        for (int round = 0; moved; round++) {
            assertThat(round).as("rounds until quiet").isLessThan(ROUNDS);
            moved = List.of(eu.forward(), us.forward(), eu.deliver(US), us.deliver(EU))
                    .contains(true);
        }
    }

    private void replicated() {
        for (int i = 0; i < ITEMS; i++) {
            (i % 2 == 0 ? eu : us).put("item#" + i, "status", "new");
        }
        eu.add("item#0", 3);
        settle();
    }

    /** Three items of which the streams' records are lost for ever. */
    private void damage() {
        us.put("item#1", "status", "secret text");
        us.delete("item#3");
        eu.put("only here", "status", "secret text");
        assertThat(us.event().getRecords()).hasSize(2);
        assertThat(eu.event().getRecords()).hasSize(1);
    }

    @Test
    void equalRegionsCostOneScan() {
        replicated();
        assertThat(verify("equal", Map.of("segments", 3L)))
                .containsEntry("equal", true)
                .containsEntry("items", (long) ITEMS)
                .containsEntry("different", 0L);
        assertThat(machine.visited()).contains("Equal").doesNotContain("Tell", "Look", "Repair");
        assertThat(eu.clients.s3.objects.keySet())
                .filteredOn(name -> name.contains("/digests-"))
                .hasSize(6);
    }

    @Test
    void whatDiffersIsFoundAndRepairedOnlyIfAskedFor() {
        replicated();
        damage();
        assertThat(verify("look", Map.of("segments", 2L, "waitSeconds", 7L)))
                .containsEntry("equal", false)
                .containsEntry("different", 3L)
                .containsEntry("moving", 0L);
        assertThat(waits).containsExactly(7L, 7L);
        assertThat(machine.visited()).contains("LookAgain", "Done").doesNotContain("Repair", "Equal");
        assertThat(eu.hints(US)).isZero();

        assertThat(verify("repair", Map.of("repair", true))).containsEntry("different", 3L);
        assertThat(machine.visited()).contains("Repair", "RepairBatch");
        assertThat(eu.hints(US)).isPositive();
        assertThat(us.hints(EU)).isPositive();
        settle();
        assertThat(eu.items()).isEqualTo(us.items()).containsKey("only here").doesNotContainKey("item#3");
        assertThat(verify("after", Map.of())).containsEntry("equal", true);
    }

    @Test
    void nothingOfAnItemButItsKeyLeavesTheTable() {
        replicated();
        damage();
        verify("private", Map.of("repair", true));
        assertThat(eu.clients.s3.objects)
                .isNotEmpty()
                .allSatisfy((name, bytes) -> assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                        .doesNotContain("secret", "status"));
        assertThat(us.clients.s3.objects).isEmpty();
    }

    @Test
    void whatIsOnItsWayIsNoDifference() {
        replicated();
        eu.put("on its way", "status", "1");
        whileWaiting = this::settle;
        assertThat(verify("arrives", Map.of())).containsEntry("equal", true).containsEntry("different", 0L);
    }

    @Test
    void whatChangesBetweenLooksIsMoving() {
        replicated();
        us.put("item#1", "status", "0");
        whileWaiting = () -> us.put("item#1", "status", "after wait " + waits.size());
        assertThat(verify("moves", Map.of()))
                .containsEntry("equal", false)
                .containsEntry("different", 0L)
                .containsEntry("moving", 1L);
    }

    @Test
    void aStepMayBeTakenTwice() {
        replicated();
        damage();
        StateMachine twice = new StateMachine(
                definition(),
                (resource, input) -> {
                    task(resource, input);
                    return task(resource, input);
                },
                seconds -> {});
        assertThat(Json.object(twice.run("twice", Map.of("repair", true)))).containsEntry("different", 3L);
        settle();
        assertThat(eu.items()).isEqualTo(us.items());
    }

    @Test
    void aPeerThatDoesNotAnswerAndInputOutOfBoundsAreTold() {
        us.lambda.state = State.DOWN;
        assertThatThrownBy(() -> verify("down", Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("asking us-east-1");
        assertThatThrownBy(() -> verify("none", Map.of("segments", 0L))).hasMessageContaining("segments must be 1 to");
        assertThatThrownBy(() -> verify("long", Map.of("waitSeconds", 4_000L)))
                .hasMessageContaining("waitSeconds must be");
    }

    @Test
    void theInterpreterPassesOverNothing() {
        Map<String, Object> pass = Map.of("Type", "Pass", "OutputPath", "$.a", "End", true);
        StateMachine unknown =
                new StateMachine(Map.of("StartAt", "A", "States", Map.of("A", pass)), (r, input) -> input, s -> {});
        assertThatThrownBy(() -> unknown.run("x", Map.of())).hasMessageContaining("OutputPath");
        assertThat(unknown.visited()).isEqualTo(Set.of("A"));
    }
}
