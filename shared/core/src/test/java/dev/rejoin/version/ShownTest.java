package dev.rejoin.version;

import static dev.rejoin.version.Versions.eu;
import static dev.rejoin.version.Versions.list;
import static dev.rejoin.version.Versions.met;
import static dev.rejoin.version.Versions.none;
import static dev.rejoin.version.Versions.set;
import static dev.rejoin.version.Versions.us;
import static dev.rejoin.version.Versions.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.item.Value;
import dev.rejoin.policy.AttributePolicy;
import dev.rejoin.policy.DataTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Regions whose policies differ for a while show the same: the newest write's type decides. */
class ShownTest {
    private static final AttributePolicy SIBLINGS = DataTypes.all().get("siblings");
    private static final AttributePolicy SET = DataTypes.all().get("set");
    private static final AttributePolicy LIST = DataTypes.all().get("list");

    private static Value shown(Version version) {
        return version.content().get("x");
    }

    @Test
    void asASetWholeSetsOfAnotherTimeAreTheirElements() {
        Version whole = written(none(), eu(1), SIBLINGS, "x", set("a", "b"));
        Version typed = written(none(), us(2), SET, "x", set("c"));
        assertThat(shown(met(whole, typed))).isEqualTo(set("a", "b", "c"));
    }

    @Test
    void asAListElementsOfAnotherTimeAreInTheOrderOfTheirWrites() {
        Version whole = written(none(), eu(1), SIBLINGS, "x", list("b", "a"));
        Version typed = written(none(), us(2), LIST, "x", list("c"));
        assertThat(shown(met(whole, typed))).isEqualTo(list("b", "a", "c"));
        Version text = written(none(), eu(1), SIBLINGS, "x", new Value.S("t"));
        assertThat(shown(met(text, typed))).isEqualTo(list("t", "c"));
    }

    @Test
    void asWholeValuesElementsOfOneWriteAreOneValue() {
        Version typed = written(none(), eu(1), SET, "x", set("a", "b"));
        Version whole = written(none(), us(2), SIBLINGS, "x", new Value.S("t"));
        List<Value> asked = new ArrayList<>();
        Value chosen = met(typed, whole)
                .content((attribute, type, siblings) -> {
                    siblings.forEach(sibling -> asked.add(sibling.value()));
                    assertThat(type).isEqualTo(new DataType(DataType.Shape.WHOLE, "siblings"));
                    return siblings.get(0).value();
                })
                .get("x");
        assertThat(asked).containsExactly(set("a", "b"), new Value.S("t"));
        assertThat(chosen).isEqualTo(set("a", "b"));
    }

    @Test
    void oneValueNeedsNoChoice() {
        Version one = written(none(), eu(1), SIBLINGS, "x", new Value.S("t"));
        Value shown = one.content((attribute, type, siblings) -> {
                    throw new AssertionError("there is nothing to choose");
                })
                .get("x");
        assertThat(shown).isEqualTo(new Value.S("t"));
    }

    @Test
    void anEmptyListIsAValueAndAnEmptySetIsNone() {
        assertThat(shown(written(none(), eu(1), LIST, "x", list()))).isEqualTo(list());
        Version removed = written(written(none(), eu(1), SET, "x", set("a")), eu(2), SET, "x", null);
        assertThat(removed.content().has("x")).isFalse();
        assertThat(removed.multis().get("x").newest())
                .as("that it was removed is known")
                .isEqualTo(eu(2));
        Version emptied = written(written(none(), eu(1), LIST, "x", list("a")), eu(2), LIST, "x", null);
        assertThat(emptied.content().has("x")).isFalse();
    }

    @Test
    void ofTwoKindsOfSetTheNewerShows() {
        Version texts = written(none(), eu(1), SET, "x", set("a"));
        Version numbers = written(none(), us(2), SET, "x", new Value.NS(Set.of(Value.N.of(1))));
        assertThat(shown(met(texts, numbers))).isEqualTo(new Value.NS(Set.of(Value.N.of(1))));
    }
}
