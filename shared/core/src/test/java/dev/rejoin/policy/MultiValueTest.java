package dev.rejoin.policy;

import static dev.rejoin.version.Versions.added;
import static dev.rejoin.version.Versions.ap;
import static dev.rejoin.version.Versions.eu;
import static dev.rejoin.version.Versions.met;
import static dev.rejoin.version.Versions.none;
import static dev.rejoin.version.Versions.us;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.version.Sibling;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Concurrent values are all kept, and what is shown of them is the same everywhere. */
class MultiValueTest {
    private static final ItemPolicy SHOWN = MergePolicy.REGISTERS.at(ItemKey.of("pk", "one"));
    private static final Value TRUE = new Value.Bool(true);
    private static final Value FALSE = new Value.Bool(false);

    private static Value n(String number) {
        return Value.N.of(number);
    }

    private static Value s(String text) {
        return new Value.S(text);
    }

    private static Value b(int... bytes) {
        byte[] array = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            array[i] = (byte) bytes[i];
        }
        return new Value.B(array);
    }

    private static Version write(String type, Version known, Dot dot, Value after) {
        VersionBuilder into = new VersionBuilder(known).seen(dot);
        Value before = known.content(SHOWN).get("a");
        DataTypes.all().get(type).fold(new PlainChange("a", before, after, dot, false), into);
        return into.build();
    }

    private static Value shown(Version version) {
        return version.content(SHOWN).get("a");
    }

    /** What is shown of concurrent values, of which the first is the oldest; the same in whatever order they arrive. */
    private static Value of(String type, Value... values) {
        List<Version> all = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            Dot dot = new Dot(5 + i, new Actor("region-" + i));
            all.add(write(type, none(), dot, values[i]));
        }
        Version met = met(all.toArray(Version[]::new));
        assertThat(met.multis().get("a").siblings()).hasSize(values.length);
        return shown(met);
    }

    @ParameterizedTest
    @ValueSource(strings = {"siblings", "max", "min", "true-wins", "false-wins"})
    void aWriteThatSawThemReplacesThemWhateverItSays(String type) {
        Version eu = write(type, none(), eu(5), n("1"));
        Version us = write(type, none(), us(5), n("9"));
        for (Value next : new Value[] {n("0"), n("5"), n("10"), TRUE, FALSE, s("x"), null}) {
            Version settled = write(type, met(eu, us), ap(7), next);
            assertThat(shown(met(settled, eu, us))).isEqualTo(next);
        }
    }

    @Test
    void ofSiblingsTheNewestIsShownRemovalsIncluded() {
        assertThat(of("siblings", s("a"), s("b"))).isEqualTo(s("b"));
        assertThat(of("siblings", s("c"), s("a"), s("b"))).isEqualTo(s("b"));
        assertThat(of("siblings", s("a"), null)).isNull();
        assertThat(of("siblings", null, s("a"))).isEqualTo(s("a"));
    }

    @Test
    void theHighestNumberByValueNotByText() {
        assertThat(of("max", n("9"), n("10"))).isEqualTo(n("10"));
        assertThat(of("max", n("10"), n("9"), n("-11"))).isEqualTo(n("10"));
        assertThat(of("min", n("10"), n("9"))).isEqualTo(n("9"));
        assertThat(of("min", n("-1E+2"), n("-99.5"), n("0"))).isEqualTo(n("-100"));
    }

    @Test
    void textsAndBytesByTheirBytesAsDynamoDbSortsThem() {
        assertThat(of("max", s("b"), s("a"))).isEqualTo(s("b"));
        assertThat(of("min", s("b"), s("a"), s(""))).isEqualTo(s(""));
        assertThat(of("max", s("\uff5e"), s("\ud83d\ude00")))
                .as("beyond 16 bits")
                .isEqualTo(s("\ud83d\ude00"));
        assertThat(of("max", b(0xff), b(1))).as("bytes have no sign").isEqualTo(b(0xff));
        assertThat(of("min", b(1, 0), b(1))).isEqualTo(b(1));
    }

    @Test
    void aNumberBeforeAnyTextAndAValueBeforeARemoval() {
        for (String type : List.of("max", "min")) {
            assertThat(of(type, n("1"), s("z"), b(9), TRUE)).isEqualTo(n("1"));
            assertThat(of(type, b(9), s("z"))).isEqualTo(s("z"));
            assertThat(of(type, TRUE, b(9))).isEqualTo(b(9));
            assertThat(of(type, n("1"), null)).isEqualTo(n("1"));
            assertThat(of(type, null, null)).isNull();
        }
    }

    @Test
    void ofWhatHasNoOrderTheNewest() {
        for (String type : List.of("max", "min")) {
            assertThat(of(type, TRUE, FALSE)).isEqualTo(FALSE);
            assertThat(of(type, FALSE, TRUE)).isEqualTo(TRUE);
            assertThat(of(type, new Value.L(List.of()), new Value.M(Map.of()))).isEqualTo(new Value.M(Map.of()));
        }
    }

    @Test
    void oneBooleanWinsWheneverItWasWritten() {
        assertThat(of("true-wins", TRUE, FALSE)).isEqualTo(TRUE);
        assertThat(of("true-wins", FALSE, TRUE)).isEqualTo(TRUE);
        assertThat(of("false-wins", FALSE, TRUE)).isEqualTo(FALSE);
        assertThat(of("false-wins", TRUE, FALSE, TRUE)).isEqualTo(FALSE);
        assertThat(of("true-wins", TRUE, null)).as("over a removal, too").isEqualTo(TRUE);
    }

    @Test
    void withoutThatBooleanTheNewest() {
        assertThat(of("true-wins", s("a"), FALSE)).isEqualTo(FALSE);
        assertThat(of("true-wins", FALSE, s("true"))).isEqualTo(s("true"));
        assertThat(of("false-wins", TRUE, null)).isNull();
    }

    @Test
    void theyAreKeptWithTheirType() {
        Version eu = write("max", none(), eu(5), n("1"));
        Version us = write("min", none(), us(6), n("9"));
        assertThat(shown(met(eu, us))).as("the newest write's type decides").isEqualTo(n("1"));
        assertThat(met(eu, us).multis().get("a").siblings().values())
                .extracting(sibling -> sibling.type().name())
                .containsExactly("max", "min");
    }

    @Test
    void whatWasCountedDoesNotShowAgain() {
        Version set = write("max", added(none(), eu(1), "a", 7), eu(2), n("3"));
        assertThat(shown(set)).isEqualTo(n("3"));
        assertThat(set.total("a")).isZero();
    }

    @Test
    void aRemovalIsASibling() {
        Version removed = write("siblings", write("siblings", none(), eu(1), s("a")), eu(2), null);
        assertThat(removed.multis().get("a").siblings().values())
                .extracting(Sibling::state)
                .containsExactly(Sibling.State.REMOVED);
        assertThat(removed.content().has("a")).isFalse();
    }
}
