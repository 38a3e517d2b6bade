package dev.rejoin.aws.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.aws.control.Direction.Note;
import dev.rejoin.aws.engine.Engine;
import dev.rejoin.aws.sentinel.SentinelTask.Seen;
import dev.rejoin.clock.Actor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingResponse;

@Timeout(120)
class PausesTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final Actor AP = new Actor("ap-south-1");
    private static final Note NOTE = new Note(1, "ada", "");

    private final String table = Engine.createTable(List.of("pk"), List.of("S"));
    private final Directions directions = new Directions(Engine.CLIENT, table, EU);
    private final AtomicLong now = new AtomicLong(1_000_000);
    private final Map<String, String> states = new TreeMap<>(Map.of("m-us", "Enabled", "m-ap", "Enabled"));

    private final LambdaAsyncClient lambda = new LambdaAsyncClient() {
        @Override
        public CompletableFuture<GetEventSourceMappingResponse> getEventSourceMapping(
                GetEventSourceMappingRequest request) {
            return CompletableFuture.completedFuture(GetEventSourceMappingResponse.builder()
                    .state(states.get(request.uuid()))
                    .build());
        }

        @Override
        public CompletableFuture<UpdateEventSourceMappingResponse> updateEventSourceMapping(
                UpdateEventSourceMappingRequest request) {
            states.put(request.uuid(), request.enabled() ? "Enabling" : "Disabling");
            return CompletableFuture.completedFuture(
                    UpdateEventSourceMappingResponse.builder().build());
        }

        @Override
        public String serviceName() {
            return "lambda";
        }

        @Override
        public void close() {}
    };

    private List<String> look() {
        return Engine.await(new PauseTask(lambda, directions, Map.of(US, "m-us", AP, "m-ap"))
                .run(new Seen(Map.of(), Map.of(), Set.of())));
    }

    @Test
    void theCourierOfAPausedDirectionRests() {
        assertThat(look()).isEmpty();
        Engine.await(directions.pause(US, NOTE));
        assertThat(look()).containsExactly("courier to us-east-1 disabled: paused");
        assertThat(states).containsEntry("m-us", "Disabling").containsEntry("m-ap", "Enabled");
        assertThat(look()).as("it is changing").isEmpty();
        states.put("m-us", "Disabled");
        assertThat(look()).isEmpty();
        Engine.await(directions.resume(US, NOTE));
        assertThat(look()).containsExactly("courier to us-east-1 enabled: resumed");
        assertThat(states).containsEntry("m-us", "Enabling");
    }

    @Test
    void sendersHearOfAPauseWithinSeconds() {
        Pauses pauses = new Pauses(directions, Set.of(US, AP), now::get);
        assertThat(Engine.await(pauses.isPaused(US))).isFalse();
        Engine.await(directions.pause(US, NOTE));
        now.addAndGet(4_999);
        assertThat(Engine.await(pauses.isPaused(US))).isFalse();
        now.addAndGet(1);
        // On a busy machine the first answer may be late; then the last one holds until it is read again.
        boolean paused = false;
        for (int i = 0; i < 20 && !paused; i++) {
            paused = Engine.await(pauses.isPaused(US));
            now.addAndGet(5_000);
        }
        assertThat(paused).isTrue();
        assertThat(Engine.await(pauses.isPaused(AP))).isFalse();
    }

    @Test
    void aControlTableThatIsAwayPausesNobody() {
        Pauses pauses = new Pauses(new Directions(Engine.CLIENT, "no-such-table", EU), Set.of(US), now::get);
        assertThat(Engine.await(pauses.isPaused(US))).isFalse();
    }
}
