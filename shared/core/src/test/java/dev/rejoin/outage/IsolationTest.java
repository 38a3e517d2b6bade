package dev.rejoin.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rejoin.outage.Isolation.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** It takes several looks in a row to be cut off, and several to be back. */
class IsolationTest {
    private static final Patience PATIENCE = new Patience(3, 2);

    /** Looks by letter: {@code +} sees the others, {@code -} does not. */
    private static Isolation after(Isolation from, String looks) {
        Isolation isolation = from;
        for (int i = 0; i < looks.length(); i++) {
            isolation = isolation.look(looks.charAt(i) == '+', PATIENCE);
        }
        return isolation;
    }

    @ParameterizedTest
    @CsvSource({
        // A region that never met the others is new, however long it looks.
        "'',           false",
        "----------,   false",
        "+,            false",
        // From the third look in a row that misses them.
        "+--,          false",
        "+---,         true",
        "---+---,      true",
        // One look that sees them begins the count again.
        "+--+--,       false",
        "+--+---,      true",
        // From the second in a row that sees them.
        "+---+,        true",
        "+---++,       false",
        "+---+-+,      true",
        "+---+-++,     false",
        // And the same again.
        "+---++--,     false",
        "+---++---,    true"
    })
    void isIsolatedAfterTheseLooks(String looks, boolean isolated) {
        assertThat(after(Isolation.NEW, looks).isolated()).isEqualTo(isolated);
    }

    @Test
    void looksThatSayNothingNewAreNotCounted() {
        assertThat(after(Isolation.NEW, "+++++")).isEqualTo(after(Isolation.NEW, "+"));
        assertThat(after(Isolation.NEW, "+------")).isEqualTo(after(Isolation.NEW, "+---"));
    }

    @Test
    void whoWasOpenedByHandIsNotIsolatedBeforeItHasMetTheOthers() {
        Isolation disarmed = after(Isolation.NEW, "+---").disarmed();
        assertThat(after(disarmed, "------").isolated()).isFalse();
        assertThat(after(disarmed, "---+---").isolated()).isTrue();
    }

    @Test
    void oneLookAloneIsNeverEnough() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Patience(1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new Patience(2, 1));
        assertThat(Patience.DEFAULT.toIsolate()).isEqualTo(2);
        assertThat(Patience.DEFAULT.toJoin()).isEqualTo(3);
    }
}
