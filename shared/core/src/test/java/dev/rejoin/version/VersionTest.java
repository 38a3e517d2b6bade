package dev.rejoin.version;

import static dev.rejoin.version.Versions.AP;
import static dev.rejoin.version.Versions.EU;
import static dev.rejoin.version.Versions.US;
import static dev.rejoin.version.Versions.added;
import static dev.rejoin.version.Versions.ap;
import static dev.rejoin.version.Versions.deleted;
import static dev.rejoin.version.Versions.deletedForGood;
import static dev.rejoin.version.Versions.eu;
import static dev.rejoin.version.Versions.inserted;
import static dev.rejoin.version.Versions.list;
import static dev.rejoin.version.Versions.none;
import static dev.rejoin.version.Versions.set;
import static dev.rejoin.version.Versions.us;
import static dev.rejoin.version.Versions.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rejoin.clock.VersionVector;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.Fingerprint;
import dev.rejoin.item.Value;
import dev.rejoin.policy.AttributePolicy;
import dev.rejoin.policy.DataTypes;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VersionTest {
    private static final Value.S X = new Value.S("x");
    private static final AttributePolicy LIST = DataTypes.all().get("list");
    private static final Version ITEM = added(set(inserted(none(), eu(1)), us(2), "a", "x"), ap(3), "n", 5);

    @Test
    void itNamesEveryWriteAndActor() {
        assertThat(ITEM.newest()).isEqualTo(ap(3));
        assertThat(ITEM.dots()).containsExactlyInAnyOrder(eu(1), us(2), ap(3));
        assertThat(ITEM.actors()).containsExactly(AP, EU, US);
        assertThat(ITEM.maxTime()).isEqualTo(ap(3).time());
        Version gone = deleted(ITEM, us(9));
        assertThat(gone.newest()).isEqualTo(ap(3));
        assertThat(gone.maxTime()).isEqualTo(us(9).time());
        assertThat(gone.dots()).containsExactlyInAnyOrder(us(9), ap(3));
        assertThat(none().newest()).isNull();
        assertThat(none().maxTime()).isZero();
        Counter based =
                Counter.of(new Counter.Base(us(7), BigDecimal.ONE), EU, new Counter.Sum(eu(8).time(), BigDecimal.ONE));
        Version withBase = new VersionBuilder(none()).counter("n", based).build();
        assertThat(withBase.dots()).containsExactlyInAnyOrder(us(7), eu(8));
        assertThat(withBase.actors()).containsExactly(EU, US);
        // Not in the vector, and still counted.
        assertThat(withBase.vector()).isEqualTo(VersionVector.EMPTY);
        assertThat(withBase.maxTime()).isEqualTo(eu(8).time());
    }

    @Test
    void itNamesTheWritesOfSiblingsAndOfTheirPlaces() {
        Version list = written(none(), eu(1), LIST, "l", list("a", "b"));
        Version between = written(list, us(2), LIST, "l", list("a", "x", "b"));
        Version removed = written(between, ap(3), LIST, "l", list("x", "b"));
        assertThat(removed.dots()).containsOnly(eu(1), us(2), ap(3));
        assertThat(removed.actors()).containsExactly(AP, EU, US);
        assertThat(removed.newest()).isEqualTo(ap(3));
        Version first = written(list, us(2), LIST, "l", list("x", "a", "b"));
        assertThat(first.actors()).as("the head of a list is no actor").containsExactly(EU, US);
        Version barred = deletedForGood(list, ap(4));
        assertThat(barred.dots()).containsOnly(ap(4));
        assertThat(barred.actors()).contains(AP);
    }

    @Test
    void behindADeleteThatWinsItLivesByWhatCameAfterIt() {
        Version counted = deletedForGood(added(ITEM, eu(8), "n", 1), eu(4));
        assertThat(counted.isLive()).as("a count had not seen the delete").isFalse();
        assertThat(inserted(counted, eu(9)).isLive()).isTrue();
        assertThat(set(counted, eu(9), "a", "x").isLive()).isTrue();
        assertThat(written(counted, eu(9), LIST, "l", list("a")).isLive()).isTrue();
    }

    @Test
    void whatWasSeenIsPartOfSiblings() {
        Version list = written(none(), eu(1), LIST, "l", list("a"));
        Version more = new VersionBuilder(list).seen(us(2)).build();
        assertThat(list.sameAs(more)).isFalse();
        assertThat(list.namesTheSame(more)).isTrue();
        assertThat(list.namesTheSame(ITEM)).isFalse();
        assertThat(ITEM.namesTheSame(list)).isFalse();
        assertThat(ITEM.namesTheSame(new VersionBuilder(ITEM).seen(us(9)).build()))
                .isTrue();
        assertThat(list.namesTheSame(written(list, eu(2), LIST, "l", list("a", "b"))))
                .isFalse();
        assertThat(list.sameRegisters(written(list, eu(2), LIST, "m", list("a"))))
                .isFalse();
        assertThat(list.sameRegisters(deletedForGood(list, eu(2)))).isFalse();
    }

    @Test
    void siblingsHideRegistersAndCounters() {
        Version version = written(added(ITEM, eu(4), "l", 1), eu(5), LIST, "l", list("a"));
        assertThat(version.countsUp("l")).isFalse();
        assertThat(version.content().get("l")).isEqualTo(list("a"));
        assertThat(version.countersMatch(version.content())).isTrue();
        Version register = set(none(), eu(1), "l", "text");
        assertThat(written(register, eu(5), LIST, "l", list("a")).content().get("l"))
                .isEqualTo(list("a"));
        Version emptied = written(version, eu(6), LIST, "l", null);
        assertThat(emptied.content().has("l")).as("nothing shows through").isFalse();
    }

    @Test
    void whatOneDoesNotKnowCannotBeShown() {
        Version version = written(ITEM, eu(4), DataTypes.custom("ours"), "v", X);
        Resolution knowsNothing = new Resolution() {
            @Override
            public boolean knows(DataType type) {
                return !type.name().equals("custom:ours");
            }

            @Override
            public Value show(String attribute, DataType type, List<Sibling> siblings) {
                return null;
            }
        };
        assertThat(version.isShownBy(knowsNothing)).isFalse();
        assertThat(version.isShownBy(Resolution.NEWEST)).isTrue();
        assertThat(ITEM.isShownBy(knowsNothing)).isTrue();
        assertThat(written(ITEM, eu(4), LIST, "l", list("a")).isShownBy(knowsNothing))
                .isTrue();
    }

    @Test
    void itLivesIfSomeWriteIsNewerThanEveryDelete() {
        assertThat(none().isLive()).isFalse();
        assertThat(inserted(none(), eu(1)).isLive()).isTrue();
        assertThat(set(none(), eu(1), "a", null).isLive()).isTrue();
        assertThat(deleted(ITEM, eu(4)).isLive()).isFalse();
        assertThat(added(deleted(ITEM, eu(4)), eu(5), "n", 1).isLive()).isTrue();
    }

    @Test
    void contentIsTheRegistersAndTheCountersThatNoRegisterHides() {
        Version version = set(added(set(ITEM, eu(4), "gone", null), eu(5), "m", 1), eu(6), "m", "text");
        assertThat(version.content())
                .isEqualTo(Attributes.of(Map.of("a", X, "n", Value.N.of(5), "m", new Value.S("text"))));
        assertThat(set(version, eu(7), "n", null).content().has("n")).isFalse();
        assertThat(version.bare().content()).isEqualTo(Attributes.of("n", Value.N.of(5)));
        assertThat(version.countsUp("n")).isTrue();
        assertThat(version.countsUp("m")).isFalse();
        assertThat(version.countsUp("a")).isFalse();
        assertThat(version.countsUp("none")).isFalse();
        assertThat(version.total("n")).isEqualByComparingTo("5");
        assertThat(version.total("none")).isZero();
    }

    @Test
    void aClockIsAVersionWithoutValues() {
        Version removed = set(ITEM, eu(4), "gone", null);
        assertThat(removed.isWhole()).isTrue();
        assertThat(removed.bare().isWhole()).isFalse();
        assertThat(removed.bare().registers().get("gone")).isEqualTo(Cell.of(eu(4), null));
        assertThat(removed.bare().registers().get("a")).isEqualTo(Cell.withheld(us(2)));
        assertThat(removed.bare().sameAs(removed)).isTrue();
        assertThat(removed.bare().bare()).isEqualTo(removed.bare());
    }

    @Test
    void valuesComeFromWhatWasKeptThenFromWhatTheItemShows() {
        Version clock = set(set(set(ITEM, eu(4), "b", "b"), eu(5), "c", "c"), eu(6), "gone", null)
                .bare();
        Attributes shown = Attributes.of(Map.of("a", X, "b", new Value.S("shown"), "gone", X));
        Cell kept = Cell.of(eu(4), new Value.S("kept"));
        Version valued = clock.valued(shown, Map.of("b", kept, "a", Cell.of(us(1), new Value.S("stale"))));
        assertThat(valued.registers())
                .containsEntry("a", Cell.of(us(2), X))
                .containsEntry("b", kept)
                .containsEntry("c", Cell.withheld(eu(5)))
                .containsEntry("gone", Cell.of(eu(6), null));
        assertThat(valued.sameAs(clock)).isTrue();
        assertThat(valued.vector()).isEqualTo(clock.vector());
    }

    @Test
    void aFingerprintLeavesCountersOutUnlessTheyAreNoNumber() {
        Attributes shown = Attributes.of(Map.of("a", X, "n", Value.N.of(77)));
        assertThat(ITEM.fingerprint(shown)).isEqualTo(Fingerprint.of("a", X));
        Attributes odd = shown.with("n", X);
        assertThat(ITEM.fingerprint(odd)).isEqualTo(Fingerprint.of("a", X) + Fingerprint.of("n", X));
        Attributes number = Attributes.of("a", Value.N.of(1));
        assertThat(ITEM.fingerprint(number)).isEqualTo(Fingerprint.of(number));
        assertThat(ITEM.fingerprint(Attributes.NONE)).isZero();
    }

    @Test
    void countersMatchIfEachShowsItsTotal() {
        assertThat(ITEM.countersMatch(Attributes.of("n", Value.N.of("5.0")))).isTrue();
        assertThat(ITEM.countersMatch(Attributes.of("n", Value.N.of(4)))).isFalse();
        assertThat(ITEM.countersMatch(Attributes.NONE)).isFalse();
        assertThat(ITEM.countersMatch(Attributes.of("n", X))).isFalse();
        assertThat(added(ITEM, eu(5), "n", -5).countersMatch(Attributes.NONE)).isTrue();
        // Hidden by a register: whatever is shown is not the counter's.
        assertThat(set(ITEM, eu(5), "n", "x").countersMatch(Attributes.of("n", X)))
                .isTrue();
        assertThat(Version.number(X)).isZero();
        assertThat(Version.number(null)).isZero();
    }

    @Test
    void theSameWritesAreTheSameVersion() {
        assertThat(ITEM.sameAs(ITEM.bare())).isTrue();
        assertThat(ITEM.sameAs(set(ITEM, eu(4), "b", "b"))).isFalse();
        assertThat(set(ITEM, eu(4), "b", "b").sameAs(ITEM)).isFalse();
        assertThat(ITEM.sameAs(set(ITEM, eu(4), "a", "x"))).isFalse();
        assertThat(ITEM.sameAs(inserted(ITEM, eu(4)))).isFalse();
        assertThat(ITEM.sameAs(deleted(ITEM, eu(4)))).isFalse();
        Version more = added(ITEM, eu(4), "n", 1);
        assertThat(ITEM.sameAs(more)).isFalse();
        assertThat(ITEM.sameRegisters(more)).isTrue();
        assertThat(ITEM.sameAs(added(ITEM, eu(4), "m", 1))).isFalse();
        assertThat(ITEM.sameAs(
                        Merge.of(ITEM, new VersionBuilder(none()).seen(eu(9)).build())))
                .isTrue();
        assertThat(ITEM.isWithin(more)).isTrue();
        assertThat(more.isWithin(ITEM)).isFalse();
    }

    @Test
    void itDoesNotChange() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> ITEM.registers().clear());
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> ITEM.counters().clear());
    }

    @Test
    void aCellHasAValueExactlyIfItSaysSo() {
        assertThat(Cell.of(eu(1), X).isRemoved()).isFalse();
        assertThat(Cell.of(eu(1), null).isRemoved()).isTrue();
        assertThat(Cell.withheld(eu(1)).isRemoved()).isFalse();
        assertThat(Cell.of(eu(1), null).bare().isRemoved()).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> new Cell(eu(1), Cell.State.VALUE, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Cell(eu(1), Cell.State.REMOVED, X));
        assertThatIllegalArgumentException().isThrownBy(() -> new Cell(eu(1), Cell.State.WITHHELD, X));
    }

    @Test
    void aBuilderChangesWhatItIsTold() {
        VersionBuilder builder = new VersionBuilder(ITEM);
        assertThat(builder.exists()).isTrue();
        assertThat(builder.register("a")).isEqualTo(Cell.of(us(2), X));
        assertThat(builder.register("n")).isNull();
        assertThat(builder.counter("n")).isEqualTo(ITEM.counters().get("n"));
        assertThat(builder.counter("a")).isNull();
        builder.deleted(eu(9));
        assertThat(builder.exists()).isFalse();
        assertThat(builder.register("a")).isNull();
        VersionVector more = VersionVector.EMPTY.with(eu(12));
        Version built = builder.seen(eu(10)).seen(more).build();
        assertThat(built.vector()).isEqualTo(ITEM.vector().with(eu(12)));
        assertThat(built.deleted()).isEqualTo(eu(9));
        assertThat(built.counters()).isEqualTo(ITEM.counters());
    }

    @Test
    void sequenceNumbersGrow() {
        assertThat(SequenceNumber.of("000041")).isEqualTo(SequenceNumber.of(41)).hasToString("41");
        assertThat(SequenceNumber.of(9)).isLessThan(SequenceNumber.of("40000000000000000000000000000000000000"));
        assertThat(SequenceNumber.NONE).isLessThan(SequenceNumber.of(1));
        assertThatIllegalArgumentException().isThrownBy(() -> SequenceNumber.of(-1));
    }
}
