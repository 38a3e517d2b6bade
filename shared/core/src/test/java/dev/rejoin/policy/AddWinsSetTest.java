package dev.rejoin.policy;

import static dev.rejoin.version.Versions.added;
import static dev.rejoin.version.Versions.ap;
import static dev.rejoin.version.Versions.blind;
import static dev.rejoin.version.Versions.deleted;
import static dev.rejoin.version.Versions.eu;
import static dev.rejoin.version.Versions.met;
import static dev.rejoin.version.Versions.none;
import static dev.rejoin.version.Versions.set;
import static dev.rejoin.version.Versions.us;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.Value;
import dev.rejoin.version.Version;
import dev.rejoin.version.Versions;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AddWinsSetTest {
    private static final AttributePolicy SET = AddWinsSet.INSTANCE;
    private static final Version BASE = write(none(), eu(1), set("a", "b"));

    private static Version write(Version known, Dot dot, Value after) {
        return Versions.written(known, dot, SET, "tags", after);
    }

    private static Value shown(Version version) {
        return version.content().get("tags");
    }

    @Test
    void whatBothSidesAddIsThere() {
        Version eu = write(BASE, eu(5), set("a", "b", "c"));
        Version us = write(BASE, us(5), set("a", "b", "d"));
        assertThat(shown(met(eu, us))).isEqualTo(set("a", "b", "c", "d"));
    }

    @Test
    void bothSidesAddAndRemoveOtherElements() {
        Version eu = write(BASE, eu(5), set("b", "c"));
        Version us = write(BASE, us(5), set("a", "d"));
        assertThat(shown(met(eu, us))).isEqualTo(set("c", "d"));
    }

    @Test
    void anAdditionWinsOverARemovalThatHadNotSeenIt() {
        Version removed = write(BASE, us(9), set("a"));
        Version again = write(write(BASE, eu(3), set("a")), eu(4), set("a", "b"));
        assertThat(shown(met(removed, again))).isEqualTo(set("a", "b"));
        Version seen = write(met(removed, again), us(10), set("a"));
        assertThat(shown(met(seen, again))).isEqualTo(set("a"));
    }

    @Test
    void whatTwoRegionsAddedIsOneElementAndRemovedAtOnce() {
        Version both = met(write(BASE, eu(5), set("a", "b", "c")), write(BASE, us(5), set("a", "b", "c")));
        assertThat(shown(both)).isEqualTo(set("a", "b", "c"));
        assertThat(shown(write(both, ap(6), set("a", "b")))).isEqualTo(set("a", "b"));
        assertThat(shown(met(both, write(both, ap(6), set("a", "b"))))).isEqualTo(set("a", "b"));
    }

    @Test
    void theLastElementThatGoesTakesTheAttributeAndAnAdditionBringsItBack() {
        Version removed = write(BASE, us(5), null);
        assertThat(removed.content().has("tags")).isFalse();
        Version eu = write(BASE, eu(4), set("a", "b", "c"));
        assertThat(shown(met(removed, eu))).isEqualTo(set("c"));
        assertThat(shown(write(removed, us(6), set("z")))).isEqualTo(set("z"));
    }

    @Test
    void anElementThatIsNotTouchedKeepsItsWrite() {
        Version more = write(BASE, us(5), set("a", "b", "c"));
        assertThat(more.multis().get("tags").siblings().keySet())
                .extracting(id -> id.dot())
                .containsExactly(eu(1), eu(1), us(5));
    }

    /** Of an insert it is not known what it replaced: it says what there is. */
    @Test
    void anInsertStatesEveryElement() {
        Version again = blind(deleted(BASE, eu(2)), eu(3), SET, "tags", set("c"));
        assertThat(shown(again)).isEqualTo(set("c"));
        Version after = blind(BASE, us(3), SET, "tags", set("c"));
        assertThat(shown(after)).isEqualTo(set("c"));
        assertThat(shown(met(after, write(BASE, eu(3), set("a", "b", "d"))))).isEqualTo(set("c", "d"));
    }

    @Test
    void aSetOfAnotherTypeReplacesItAndBackAgain() {
        Value numbers = new Value.NS(Set.of(Value.N.of(1), Value.N.of(2)));
        Version replaced = write(BASE, us(5), numbers);
        assertThat(shown(replaced)).isEqualTo(numbers);
        assertThat(replaced.multis().get("tags").siblings()).hasSize(2);
        assertThat(shown(write(replaced, us(6), set("x")))).isEqualTo(set("x"));
    }

    @Test
    void whatIsNoSetIsARegisterUntilThereIsASetAgain() {
        Version text = write(BASE, us(5), new Value.S("none"));
        assertThat(shown(text)).isEqualTo(new Value.S("none"));
        assertThat(text.multis()).isEmpty();
        assertThat(text.registers()).containsKey("tags");
        Version again = write(text, us(6), set("x"));
        assertThat(shown(again)).isEqualTo(set("x"));
        assertThat(shown(met(text, again))).isEqualTo(set("x"));
        Version removed = write(none(), us(5), null);
        assertThat(shown(removed)).as("nothing was known").isNull();
        assertThat(removed.registers())
                .as("a removal must not take what it had not seen")
                .isEmpty();
    }

    @Test
    void whatWasCountedDoesNotShowAgain() {
        Version counted = added(none(), eu(1), "tags", 7);
        Version set = write(counted, eu(2), set("a"));
        assertThat(shown(set)).isEqualTo(set("a"));
        assertThat(set.total("tags")).isZero();
    }

    @Test
    void numbersAndBytesAreElementsToo() {
        Version numbers = write(none(), eu(1), new Value.NS(Set.of(Value.N.of("1.0"))));
        Version both = met(
                write(numbers, eu(2), new Value.NS(Set.of(Value.N.of(1), Value.N.of(2)))),
                write(numbers, us(2), new Value.NS(Set.of(Value.N.of(1), Value.N.of(3)))));
        assertThat(shown(both)).isEqualTo(new Value.NS(Set.of(Value.N.of(1), Value.N.of(2), Value.N.of(3))));
        Value.B one = new Value.B(new byte[] {1});
        Version bytes = write(none(), eu(1), new Value.BS(Set.of(one)));
        Version removed = write(bytes, us(2), null);
        assertThat(met(bytes, removed).content().has("tags")).isFalse();
    }
}
