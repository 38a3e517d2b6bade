package dev.rejoin.aws.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.aws.backlog.Retention;
import dev.rejoin.aws.control.Direction.Note;
import dev.rejoin.aws.engine.Engine;
import dev.rejoin.aws.incarnation.Expulsion;
import dev.rejoin.aws.sentinel.SentinelTask.Seen;
import dev.rejoin.clock.Actor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code rejoin status} tells of expelled regions, on either side. */
@Timeout(120)
class ExpelledTaskTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final Actor AP = new Actor("ap-south-1");
    private static final List<Actor> ALL = List.of(EU, US, AP);

    private final String table = Engine.createTable(List.of("pk"), List.of("S"));
    private final Directions directions = new Directions(Engine.CLIENT, table, AP);
    private CompletableFuture<Optional<String>> said = CompletableFuture.completedFuture(Optional.empty());

    private List<String> look() {
        ExpelledTask task = new ExpelledTask(
                Map.of(EU, () -> said, US, () -> CompletableFuture.failedFuture(new IllegalStateException("down"))),
                directions,
                () -> 7);
        return Engine.await(task.run(new Seen(Map.of(), Map.of(), Set.of())));
    }

    private Standing.Copy copy() {
        return Engine.await(ControlReader.read(Engine.CLIENT, table, ALL));
    }

    private static List<String> attention(Standing standing) {
        return Attention.of(standing, Retention.DEFAULT, Duration.ofMinutes(3), 0);
    }

    @Test
    void whatThePeerSaysIsNotedAndTakenBack() {
        assertThat(look()).isEmpty();
        said = CompletableFuture.completedFuture(Optional.of("run restored"));
        assertThat(look()).containsExactly("eu-west-1 has expelled this region: run restored");
        assertThat(look()).as("noted already").isEmpty();
        assertThat(Engine.await(directions.all(List.of(EU, US))).get(EU).expelled())
                .contains(new Note(7, "eu-west-1", "run restored"));
        assertThat(attention(Standing.of(ALL, Map.of(AP, copy()))))
                .anyMatch(line -> line.startsWith("ap-south-1 to eu-west-1: run restored"));
        said = CompletableFuture.failedFuture(new IllegalStateException("down"));
        assertThat(look()).as("silence says nothing").isEmpty();
        said = CompletableFuture.completedFuture(Optional.empty());
        assertThat(look()).containsExactly("eu-west-1 takes it again");
        assertThat(Engine.await(directions.all(List.of(EU))).get(EU).expelled()).isEmpty();
    }

    @Test
    void theOthersShowItAsExpelledAndNeedNothingElseOfIt() {
        Engine.await(new ControlExpulsions(Engine.CLIENT, table, EU).expel(AP, new Expulsion(1, 5, "ada", 0)));
        Standing half = Standing.of(ALL, Map.of(EU, copy(), US, new Standing.Copy(Map.of())));
        assertThat(half.isExpelled(AP)).isTrue();
        assertThat(half.isExpelled(US)).isFalse();
        assertThat(attention(half))
                .containsExactly(
                        "ap-south-1 is expelled by [eu-west-1], but not by [us-east-1]: run rejoin regions expel"
                                + " again; it comes back by rejoin regions restored");
        Engine.await(new ControlExpulsions(Engine.CLIENT, table, EU).returned(AP, 2));
        assertThat(Standing.of(ALL, Map.of(EU, copy())).isExpelled(AP)).isFalse();
    }
}
