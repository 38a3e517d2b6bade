package dev.rejoin.aws.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.aws.control.Direction.Note;
import dev.rejoin.aws.engine.Engine;
import dev.rejoin.clock.Actor;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DirectionsTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final Actor AP = new Actor("ap-south-1");

    private final String table = Engine.createTable(List.of("pk"), List.of("S"));
    private final Directions directions = new Directions(Engine.CLIENT, table, EU);

    private Direction to(Actor peer) {
        return Engine.await(directions.all(List.of(US, AP))).getOrDefault(peer, Direction.plain(EU, peer));
    }

    @Test
    void whatNobodySetIsOpenAndWell() {
        assertThat(Engine.await(directions.all(List.of(US, AP))))
                .isEqualTo(new TreeMap<>(java.util.Map.of(US, Direction.plain(EU, US), AP, Direction.plain(EU, AP))));
        assertThat(Engine.await(directions.all(List.of()))).isEmpty();
    }

    @Test
    void aPauseIsOfOneDirectionAndSaysWhoAndWhy() {
        Note note = new Note(7, "ada", "link is repaired");
        Engine.await(directions.pause(US, note));
        assertThat(to(US).paused()).contains(note);
        assertThat(to(AP).paused()).isEmpty();
        Engine.await(directions.resume(US, new Note(8, "ada", "done")));
        assertThat(to(US).paused()).isEmpty();
    }

    @Test
    void theFirstReasonToRepairStaysUntilARepairThatBeganAfterIt() {
        Note first = new Note(100, "sentinel", "hints forgotten");
        assertThat(Engine.await(directions.needRepair(US, first))).isTrue();
        assertThat(Engine.await(directions.needRepair(US, new Note(200, "sentinel", "again"))))
                .isFalse();
        assertThat(to(US).repair()).contains(first);
        assertThat(Engine.await(directions.repaired(US, 99, new Note(300, "ada", "equal"))))
                .isFalse();
        assertThat(to(US).repair()).contains(first);
        assertThat(Engine.await(directions.repaired(US, 100, new Note(300, "ada", "equal"))))
                .isTrue();
        assertThat(to(US).repair()).isEmpty();
        assertThat(Engine.await(directions.repaired(US, 400, new Note(400, "ada", "equal"))))
                .isFalse();
        assertThat(Engine.await(directions.needRepair(US, new Note(500, "sentinel", "once more"))))
                .isTrue();
    }

    @Test
    void pauseAndRepairDoNotTouchEachOther() {
        Engine.await(directions.needRepair(US, new Note(1, "sentinel", "why")));
        Engine.await(directions.pause(US, new Note(2, "ada", "")));
        Engine.await(directions.repaired(US, 5, new Note(6, "ada", "equal")));
        assertThat(to(US).paused()).isPresent();
        assertThat(to(US).repair()).isEmpty();
    }

    @Test
    void aBacklogIsReadAsItWasWritten() {
        Backlogs backlogs = new Backlogs(Engine.CLIENT, table, EU);
        assertThat(Engine.await(backlogs.last())).isEmpty();
        Backlog backlog =
                new Backlog(5, 60, OptionalLong.of(3), new TreeMap<>(java.util.Map.of(US, new Owed(7, 8_000, 900, 1))));
        Engine.await(backlogs.write(backlog));
        assertThat(Engine.await(backlogs.last())).contains(backlog);
        Backlog later = new Backlog(6, 0, OptionalLong.empty(), new TreeMap<>());
        Engine.await(backlogs.write(later));
        assertThat(Engine.await(backlogs.last())).contains(later);
    }
}
