package dev.rejoin.policy;

import static dev.rejoin.version.Versions.EU;
import static dev.rejoin.version.Versions.US;
import static dev.rejoin.version.Versions.added;
import static dev.rejoin.version.Versions.deleted;
import static dev.rejoin.version.Versions.eu;
import static dev.rejoin.version.Versions.inserted;
import static dev.rejoin.version.Versions.none;
import static dev.rejoin.version.Versions.us;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Counter;
import dev.rejoin.version.Merge;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How plain writes enter a version, and that regions agree whatever they think the attribute is. */
class PolicyTest {
    private static final AttributePolicy REGISTER = LwwRegister.INSTANCE;
    private static final AttributePolicy COUNTER = PnCounter.INSTANCE;

    private static Value n(long number) {
        return Value.N.of(number);
    }

    private static Value s(String text) {
        return new Value.S(text);
    }

    private static Version fold(
            AttributePolicy policy, Version known, Dot dot, String name, Value before, Value after) {
        return fold(policy, known, new PlainChange(name, before, after, dot, false));
    }

    /** A write of which it is not known what it replaced. */
    private static Version blind(AttributePolicy policy, Version known, Dot dot, String name, Value after) {
        return fold(policy, known, new PlainChange(name, null, after, dot, true));
    }

    private static Version fold(AttributePolicy policy, Version known, PlainChange change) {
        VersionBuilder into = new VersionBuilder(known).seen(change.dot());
        policy.fold(change, into);
        return into.build();
    }

    private static Value shown(Version version, String name) {
        return version.content().get(name);
    }

    private static final ItemKey KEY = ItemKey.of("pk", "order#1");

    @Test
    void aTableNamesItsCountersAndTheRestAreRegisters() {
        MergePolicy policy = MergePolicy.counting(List.of("stock"));
        assertThat(policy.at(KEY).of("stock")).isSameAs(COUNTER);
        assertThat(policy.at(KEY).of("status")).isSameAs(REGISTER);
        assertThat(MergePolicy.REGISTERS.at(KEY).of("stock")).isSameAs(REGISTER);
        AttributePolicy own = new AttributePolicy() {
            @Override
            public String name() {
                return "own";
            }

            @Override
            public void fold(PlainChange change, VersionBuilder into) {}
        };
        assertThat(new MergePolicy(Map.of("x", own)).at(KEY).of("x")).isSameAs(own);
    }

    @Test
    void aRegisterHoldsTheLastWrite() {
        Version one = fold(REGISTER, none(), eu(1), "a", null, s("x"));
        Version two = fold(REGISTER, one, eu(2), "a", s("x"), null);
        assertThat(one.registers()).containsEntry("a", Cell.of(eu(1), s("x")));
        assertThat(two.registers()).containsEntry("a", Cell.of(eu(2), null));
    }

    @Test
    void regionsCountTogether() {
        Version eu = fold(COUNTER, none(), eu(1), "n", null, n(10));
        Version us = fold(COUNTER, eu, us(2), "n", n(10), n(7));
        eu = fold(COUNTER, eu, eu(3), "n", n(10), n(11));
        assertThat(shown(Merge.of(eu, us), "n")).isEqualTo(n(8));
        assertThat(us.counters().get("n").sums().get(US).net()).isEqualByComparingTo("-3");
    }

    @Test
    void countersOfOneItemDoNotMix() {
        Version version = fold(COUNTER, none(), eu(1), "n", null, n(10));
        version = fold(COUNTER, version, eu(1), "m", null, n(1));
        version = fold(COUNTER, version, eu(2), "m", n(1), n(3));
        assertThat(shown(version, "n")).isEqualTo(n(10));
        assertThat(shown(version, "m")).isEqualTo(n(3));
        assertThat(version.counters().get("n").newest()).isEqualTo(eu(1));
    }

    @Test
    void anAbsentCounterCountsAs0() {
        Version version = fold(COUNTER, none(), eu(1), "n", null, n(10));
        version = fold(COUNTER, version, eu(2), "n", n(10), null);
        assertThat(version.registers()).isEmpty();
        assertThat(shown(version, "n")).isEqualTo(n(0));
        version = fold(COUNTER, version, eu(3), "n", null, n(4));
        assertThat(shown(version, "n")).isEqualTo(n(4));
        assertThat(version.countersMatch(version.content())).isTrue();
    }

    @Test
    void aWriteThatChangesNoCountIsNone() {
        Version version = fold(COUNTER, none(), eu(1), "n", null, n(10));
        Version same = fold(COUNTER, version, new PlainChange("n", n(10), n(10), eu(2), false));
        assertThat(same.counters()).isEqualTo(version.counters());
        Version blind = blind(COUNTER, version, eu(2), "n", n(10));
        assertThat(blind.counters()).isEqualTo(version.counters());
    }

    @Test
    void aCountNeverSeenBeforeStartsWithWhatTheItemShows() {
        // Older than replication, or of an earlier life: nobody counted what was there before.
        Version version = fold(COUNTER, inserted(none(), eu(1)), eu(2), "n", n(5), n(7));
        assertThat(shown(version, "n")).isEqualTo(n(7));
        assertThat(version.counters().get("n").base()).isNull();
    }

    @Test
    void anInsertCountsFromTheTotalThatIsKnown() {
        Version deleted = deleted(added(none(), us(1), "n", 5), us(2));
        Version inserted = blind(COUNTER, deleted, eu(3), "n", n(8));
        assertThat(shown(inserted, "n")).isEqualTo(n(8));
        assertThat(inserted.counters().get("n").sums().get(EU).net()).isEqualByComparingTo("3");
    }

    @Test
    void whatIsNoNumberIsARegisterUntilThereIsANumberAgain() {
        Version counted = fold(COUNTER, none(), eu(1), "n", null, n(10));
        Version text = fold(COUNTER, counted, eu(2), "n", n(10), s("many"));
        assertThat(shown(text, "n")).isEqualTo(s("many"));
        assertThat(text.countsUp("n")).isFalse();
        // The text took the place of what was counted: after a delete, that must not show again.
        assertThat(text.total("n")).isZero();
        Version number = fold(COUNTER, text, eu(3), "n", s("many"), n(4));
        assertThat(shown(number, "n")).isEqualTo(n(4));
        // Out of a text no count can be made: the number is a register first, and counts from then on.
        assertThat(number.countsUp("n")).isFalse();
        Version counting = fold(COUNTER, number, eu(4), "n", n(4), n(5));
        assertThat(counting.countsUp("n")).isTrue();
        assertThat(shown(counting, "n")).isEqualTo(n(5));
    }

    @Test
    void aRegisterThatTwoRegionsTurnIntoACounterAtOnceIsTheBaseOnce() {
        Version register = fold(REGISTER, none(), eu(1), "n", null, n(100));
        Version eu = fold(COUNTER, register, eu(2), "n", n(100), n(101));
        Version us = fold(COUNTER, register, us(2), "n", n(100), n(110));
        Version merged = Merge.of(eu, us);
        assertThat(shown(merged, "n")).isEqualTo(n(111));
        Counter.Base base = merged.counters().get("n").base();
        assertThat(base.dot()).isEqualTo(eu(1));
        assertThat(base.amount()).isEqualByComparingTo("100");
        assertThat(Merge.of(us, eu).sameAs(merged)).isTrue();
    }

    @Test
    void counterThenRegisterThenCounterAgain() {
        Version version = fold(COUNTER, none(), eu(1), "n", null, n(10));
        version = fold(COUNTER, version, us(2), "n", n(10), n(15));
        version = fold(REGISTER, version, eu(3), "n", n(15), n(40));
        assertThat(shown(version, "n")).isEqualTo(n(40));
        assertThat(version.total("n")).isZero();
        Version eu = fold(COUNTER, version, eu(4), "n", n(40), n(41));
        Version us = fold(COUNTER, version, us(4), "n", n(40), n(42));
        assertThat(shown(eu, "n")).isEqualTo(n(41));
        assertThat(shown(Merge.of(eu, us), "n")).isEqualTo(n(43));
    }

    @Test
    void aRegisterOverACounterThatStandsAt0LeavesItAsItIs() {
        Version counter = fold(COUNTER, none(), eu(1), "n", null, n(10));
        Version zero = fold(COUNTER, counter, eu(2), "n", n(10), n(0));
        Version register = fold(REGISTER, zero, eu(3), "n", n(0), s("x"));
        assertThat(register.counters()).isEqualTo(zero.counters());
    }

    @Test
    void ofARegisterWithAnUnknownValueNothingIsCounted() {
        Version register = fold(REGISTER, none(), us(1), "n", null, n(100));
        Version blind = blind(COUNTER, register, eu(2), "n", n(7));
        assertThat(blind.counters()).isEmpty();
        assertThat(shown(blind, "n")).isEqualTo(n(7));
    }

    @Test
    void aRemovedRegisterCountsFrom0() {
        Version removed = fold(REGISTER, none(), us(1), "n", n(3), null);
        Version counted = fold(COUNTER, removed, eu(2), "n", null, n(7));
        assertThat(shown(counted, "n")).isEqualTo(n(7));
        assertThat(counted.counters().get("n").base()).isEqualTo(new Counter.Base(us(1), BigDecimal.ZERO));
        Version us = fold(COUNTER, removed, us(2), "n", null, n(1));
        assertThat(shown(Merge.of(counted, us), "n")).isEqualTo(n(8));
    }

    @Test
    void aDeleteLeavesTheCountAndALaterInsertSetsIt() {
        Version counted = fold(COUNTER, none(), eu(1), "n", null, n(10));
        Version gone = deleted(counted, eu(2));
        Version again = blind(COUNTER, gone, eu(3), "n", n(1));
        assertThat(shown(again, "n")).isEqualTo(n(1));
        assertThat(shown(Merge.of(again, fold(COUNTER, counted, us(2), "n", n(10), n(12))), "n"))
                .isEqualTo(n(3));
    }
}
