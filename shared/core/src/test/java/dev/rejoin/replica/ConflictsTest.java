package dev.rejoin.replica;

import static dev.rejoin.replica.FakeRegion.KEY;
import static dev.rejoin.replica.FakeRegion.s;
import static dev.rejoin.version.Versions.added;
import static dev.rejoin.version.Versions.ap;
import static dev.rejoin.version.Versions.deleted;
import static dev.rejoin.version.Versions.eu;
import static dev.rejoin.version.Versions.inserted;
import static dev.rejoin.version.Versions.none;
import static dev.rejoin.version.Versions.set;
import static dev.rejoin.version.Versions.us;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.Conflict.Reason;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConflictsTest {
    private static final Version BASE = set(inserted(none(), eu(1)), eu(1), "a", "base");

    private static final Conflicts CONFLICTS = new Conflicts(MergePolicy.counting(List.of("n")));

    private static List<Conflict> both(Version a, Version b) {
        List<Conflict> found = CONFLICTS.between(KEY, a, b);
        assertThat(CONFLICTS.between(KEY, b, a)).containsExactlyInAnyOrderElementsOf(found);
        return found;
    }

    @Test
    void concurrentValuesConflictAndTheNewerWins() {
        Version a = set(BASE, eu(5), "a", "eu");
        Version b = set(BASE, us(5), "a", "us");
        assertThat(both(a, b))
                .containsExactly(new Conflict(
                        KEY, "a", "lww", Reason.CONCURRENT_WRITES, Cell.of(eu(5), s("eu")), us(5), s("us")));
        assertThat(both(a, b).get(0).id()).isEqualTo(KEY.hash() + "/a/5+0@eu-west-1/5+0@us-east-1");
    }

    @Test
    void aValueThatTheOtherHadSeenWasReplaced() {
        assertThat(both(BASE, set(BASE, us(5), "a", "us"))).isEmpty();
        assertThat(both(set(BASE, us(6), "b", "y"), set(BASE, eu(5), "a", "x"))).isEmpty();
        assertThat(both(BASE, BASE)).isEmpty();
    }

    @Test
    void aValueThatLostAndIsKeptFromADeleteStandsBeforeTheOneItLostToOnlyWithANote() {
        Version deleted = inserted(deleted(none(), us(5)), us(9));
        Version kept = new VersionBuilder(deleted)
                .seen(eu(3))
                .register("a", Cell.of(eu(3), s("eu")).keptFrom(us(5)))
                .build();
        // It knows that value as one that the delete took.
        Version other = new VersionBuilder(deleted)
                .seen(eu(3))
                .seen(ap(2))
                .register("a", Cell.of(ap(2), s("ap")).keptFrom(us(5)))
                .build();
        assertThat(both(kept, other))
                .singleElement()
                .satisfies(met -> assertThat(met.loser().dot()).isEqualTo(ap(2)))
                .satisfies(met -> assertThat(met.winningValue()).isEqualTo(s("eu")));
        Version replaced = new VersionBuilder(kept).seen(ap(2)).build();
        assertThat(both(replaced, other)).isEmpty();
    }

    @Test
    void aDeleteTakesWhatItHadNotSeenOnlyWithANote() {
        Version written = set(BASE, us(4), "b", "late");
        Version deleted = deleted(BASE, eu(5));
        assertThat(both(written, deleted))
                .containsExactly(new Conflict(KEY, "b", "lww", Reason.DELETED, Cell.of(us(4), s("late")), eu(5), null));
        assertThat(both(set(BASE, us(6), "b", "newer"), deleted)).isEmpty();
        assertThat(both(BASE, deleted)).isEmpty();
    }

    @Test
    void countersDoNotConflictButReplaceRegisters() {
        Version a = added(BASE, eu(5), "n", 1);
        assertThat(both(a, added(BASE, us(5), "n", 2))).isEmpty();
        Version text = set(BASE, us(4), "n", "text");
        assertThat(both(a, text))
                .containsExactly(new Conflict(
                        KEY, "n", "counter", Reason.REPLACED_BY_COUNTER, Cell.of(us(4), s("text")), eu(5), null));
        assertThat(both(a, set(BASE, us(6), "n", "text"))).isEmpty();
        assertThat(both(text, added(text, eu(5), "n", 1))).isEmpty();
    }

    @Test
    void anInsertThatADeleteHadTakenAlreadyIsUndone() {
        Version merged = deleted(BASE, us(7));
        assertThat(CONFLICTS.undone(KEY, BASE, merged))
                .containsExactly(
                        new Conflict(KEY, "a", "lww", Reason.UNDONE_INSERT, Cell.of(eu(1), s("base")), us(7), null));
        assertThat(CONFLICTS.undone(KEY, BASE, inserted(merged, us(8)))).isEmpty();
        assertThat(CONFLICTS.undone(KEY, BASE, BASE)).isEmpty();
    }

    @Test
    void aConflictTellsWhenBothWereWrittenAndWhetherADeleteWon() {
        Conflict met =
                both(set(BASE, eu(5), "a", "eu"), set(BASE, us(7), "a", "us")).get(0);
        assertThat(met.loserMillis()).isEqualTo(5);
        assertThat(met.winnerMillis()).isEqualTo(7);
        assertThat(met.isDelete()).isFalse();
        assertThat(both(set(BASE, us(4), "b", "late"), deleted(BASE, eu(5)))
                        .get(0)
                        .isDelete())
                .isTrue();
    }
}
