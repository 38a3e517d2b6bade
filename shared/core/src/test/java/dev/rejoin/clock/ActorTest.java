package dev.rejoin.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActorTest {
    @ParameterizedTest
    @ValueSource(strings = {"e", "0", "eu-west-1", "eu-west-1.2", "a234567890123456789012345678901234567890"})
    void aNameIsLowerCaseLettersDigitsDashesAndDots(String name) {
        assertThat(new Actor(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-eu",
                ".eu",
                "EU",
                "eu_west",
                "eu west",
                "eu\n",
                "é",
                "a2345678901234567890123456789012345678901"
            })
    void anyOtherNameIsRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Actor(name)).withMessageContaining("'" + name + "'");
    }

    @Test
    void anIncarnationIsOfItsRegion() {
        assertThat(new Actor("eu-west-1.12").region()).isEqualTo(new Actor("eu-west-1"));
        assertThat(new Actor("eu-west-1").region()).isEqualTo(new Actor("eu-west-1"));
        assertThat(new Actor("a.b").region()).isEqualTo(new Actor("a.b"));
    }

    @Test
    void actorsAreOrderedByName() {
        assertThat(new Actor("eu-west-1"))
                .isLessThan(new Actor("eu-west-2"))
                .isGreaterThan(new Actor("ap-south-1"))
                .isEqualByComparingTo(new Actor("eu-west-1"));
    }
}
