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
        assertThat(new Actor("eu-west-1.12").incarnation()).isEqualTo(12);
        assertThat(new Actor("eu-west-1").incarnation()).isEqualTo(1);
    }

    @Test
    void incarnationsCountFromTheRegionItself() {
        Actor eu = new Actor("eu-west-1");
        assertThat(eu.incarnation(2)).hasToString("eu-west-1.2");
        assertThat(eu.incarnation(2).incarnation(3)).hasToString("eu-west-1.3");
        assertThat(eu.incarnation(2).incarnation(1)).isEqualTo(eu);
        assertThatIllegalArgumentException().isThrownBy(() -> eu.incarnation(0));
    }

    @Test
    void whatIsKeptFromADeleteHasAWriterBetweenItAndAllThatIsLater() {
        Actor eu = new Actor("eu-west-1");
        Actor us = new Actor("us-east-1.2");
        Actor kept = Actor.keeping(eu, us, 0);
        assertThat(kept).hasToString("eu-west-1+us-east-1.2");
        assertThat(Actor.keeping(eu, us, 12))
                .hasToString("eu-west-1+us-east-1.2+012")
                .isGreaterThan(kept);
        assertThat(Actor.keeping(eu, us, 999)).isGreaterThan(Actor.keeping(eu, us, 12));
        assertThat(kept).isGreaterThan(eu).isLessThan(new Actor("eu-west-2"));
        assertThat(kept.isKeeping()).isTrue();
        assertThat(eu.isKeeping()).isFalse();
        assertThat(kept.parts()).containsExactly(eu, us);
        assertThat(Actor.keeping(eu, us, 1).parts()).containsExactly(eu, us);
        assertThat(us.parts()).containsExactly(us);
        assertThatIllegalArgumentException().isThrownBy(() -> Actor.keeping(eu, us, 1000));
        assertThatIllegalArgumentException().isThrownBy(() -> Actor.keeping(eu, us, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Actor("eu+"));
    }

    @Test
    void actorsAreOrderedByName() {
        assertThat(new Actor("eu-west-1"))
                .isLessThan(new Actor("eu-west-2"))
                .isGreaterThan(new Actor("ap-south-1"))
                .isEqualByComparingTo(new Actor("eu-west-1"));
    }

    @Test
    void whoForgotRemovalsComesAfterWhoRemovedAndBeforeWhoKept() {
        Actor eu = new Actor("eu-west-1");
        Actor pruned = Actor.pruned(eu);
        assertThat(pruned.isPruned()).isTrue();
        assertThat(pruned.isKeeping()).isFalse();
        assertThat(pruned.parts()).containsExactly(eu);
        assertThat(pruned).isGreaterThan(eu).isLessThan(Actor.keeping(eu, new Actor("ap-south-1"), 0));
        assertThat(pruned).isLessThan(new Actor("eu-west-1.2"));
        assertThat(eu.isPruned()).isFalse();
        assertThat(Actor.keeping(eu, eu, 0).isPruned()).isFalse();
        assertThat(Actor.keeping(eu, eu, 10).isPruned()).isFalse();
    }
}
