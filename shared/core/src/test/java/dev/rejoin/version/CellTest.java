package dev.rejoin.version;

import static dev.rejoin.version.Versions.eu;
import static dev.rejoin.version.Versions.us;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.Value;
import org.junit.jupiter.api.Test;

/** Which of two writes of one attribute stands. */
class CellTest {
    private static final Value X = new Value.S("x");
    private static final Dot DELETE = us(5);

    private static void stands(Cell winner, Cell loser) {
        assertThat(winner.standsBefore(loser)).isTrue();
        assertThat(loser.standsBefore(winner)).isFalse();
    }

    @Test
    void theNewerWriteStands() {
        stands(Cell.of(eu(2), X), Cell.of(eu(1), X));
        stands(Cell.of(us(1), null), Cell.of(eu(1), X));
        Cell same = Cell.of(eu(1), X);
        assertThat(same.standsBefore(same)).isFalse();
    }

    @Test
    void whatWasKeptFromADeleteStandsAsThatDelete() {
        Cell kept = Cell.of(eu(1), X).keptFrom(DELETE);
        assertThat(kept.standing()).isEqualTo(DELETE);
        stands(kept, Cell.of(eu(4), X));
        stands(Cell.of(eu(6), X), kept);
        stands(Cell.of(eu(2), X).keptFrom(DELETE), kept);
        assertThat(Cell.of(eu(6), X).keptFrom(DELETE).standing())
                .as("newer than the delete")
                .isEqualTo(eu(6));
    }

    @Test
    void whatWasKeptStandsBeforeTheWordThatTheDeleteTookIt() {
        Cell kept = Cell.of(eu(1), X).keptFrom(DELETE);
        stands(kept, Cell.of(DELETE, null));
        // A value at the delete's own dot is a write of the whole item, and newer than what was kept from it.
        stands(Cell.of(DELETE, X), kept);
        // Of two that only say so, neither.
        Cell taken = Cell.of(DELETE, null);
        assertThat(taken.standsBefore(Cell.of(DELETE, null))).isFalse();
        stands(Cell.of(eu(1), null).keptFrom(DELETE), taken);
    }
}
