package dev.rejoin.version;

import static dev.rejoin.version.Versions.ap;
import static dev.rejoin.version.Versions.blind;
import static dev.rejoin.version.Versions.deleted;
import static dev.rejoin.version.Versions.deletedForGood;
import static dev.rejoin.version.Versions.eu;
import static dev.rejoin.version.Versions.list;
import static dev.rejoin.version.Versions.met;
import static dev.rejoin.version.Versions.none;
import static dev.rejoin.version.Versions.set;
import static dev.rejoin.version.Versions.us;
import static dev.rejoin.version.Versions.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.Value;
import dev.rejoin.policy.AttributePolicy;
import dev.rejoin.policy.DataTypes;
import dev.rejoin.policy.LwwRegister;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stands of writes that met, and which values a clock has. */
class MultiTest {
    private static final AttributePolicy SIBLINGS = DataTypes.all().get("siblings");
    private static final AttributePolicy SET = DataTypes.all().get("set");
    private static final AttributePolicy LIST = DataTypes.all().get("list");
    private static final Value X = new Value.S("x");
    private static final Value Y = new Value.S("y");
    private static final Value Z = new Value.S("z");

    private static final Version BASE = written(none(), eu(1), SIBLINGS, "v", X);
    private static final Version EU_WROTE = written(BASE, eu(5), SIBLINGS, "v", Y);
    private static final Version US_WROTE = written(BASE, us(6), SIBLINGS, "v", Z);
    private static final Version BOTH = met(EU_WROTE, US_WROTE);

    private static List<Dot> standing(Version version, String name) {
        return version.multis().get(name).siblings().keySet().stream()
                .map(Sibling.Id::dot)
                .distinct()
                .toList();
    }

    @Test
    void concurrentValuesBothStand() {
        assertThat(standing(BOTH, "v")).containsExactly(eu(5), us(6));
        assertThat(BOTH.multis().get("v").newest()).isEqualTo(us(6));
        assertThat(BOTH.content().get("v")).isEqualTo(Z);
        assertThat(BOTH.multis().get("v").isContested()).isTrue();
        assertThat(BASE.multis().get("v").isContested()).isFalse();
    }

    @Test
    void aWriteThatSawThemReplacesThemAllWhoeverHearsOfItFirst() {
        Version settled = written(BOTH, ap(7), SIBLINGS, "v", X);
        assertThat(standing(met(settled, EU_WROTE, US_WROTE), "v")).containsExactly(ap(7));
        // One more value that it had not seen stands beside it, although it is older.
        Version late = written(BASE, ap(2), SIBLINGS, "v", Y);
        assertThat(standing(met(settled, late), "v")).containsExactly(ap(7));
        Version unseen = written(EU_WROTE, eu(6), SIBLINGS, "v", Y);
        assertThat(standing(met(settled, unseen), "v")).containsExactly(eu(6), ap(7));
    }

    @Test
    void theSideThatLacksAWriteItHasSeenHadItReplaced() {
        Version a = met(written(none(), eu(1), SIBLINGS, "v", X), written(none(), us(1), SIBLINGS, "w", X));
        // One side knows nothing of the attribute any more than that it has seen the write.
        Version blank = new VersionBuilder(none()).seen(eu(1)).seen(us(1)).build();
        assertThat(met(a, blank).multis().get("v").siblings()).isEmpty();
        assertThat(met(a, none()).multis().get("v").siblings()).hasSize(1);
    }

    @Test
    void aDeleteAndANewerRegisterTakeWhatIsOlder() {
        assertThat(standing(met(BOTH, deleted(BASE, ap(5))), "v")).containsExactly(eu(5), us(6));
        Version between = deleted(BASE, us(5));
        assertThat(standing(met(BOTH, between), "v")).containsExactly(us(6));
        assertThat(met(BOTH, deleted(BASE, us(7))).multis()).isEmpty();
        Version register = written(BASE, ap(9), LwwRegister.INSTANCE, "v", X);
        assertThat(met(BOTH, register).content().get("v")).isEqualTo(X);
        assertThat(met(BOTH, register).multis()).isEmpty();
        Version older = written(none(), ap(4), LwwRegister.INSTANCE, "v", X);
        assertThat(met(BOTH, older).content().get("v")).isEqualTo(Z);
        assertThat(met(BOTH, older).registers().get("v")).isEqualTo(Cell.of(ap(4), null));
    }

    @Test
    void aDeleteThatWinsTakesNewerValuesThatHadNotSeenIt() {
        Version gone = deletedForGood(BASE, ap(3));
        assertThat(met(BOTH, gone).multis()).isEmpty();
        assertThat(met(BOTH, gone).isLive()).isFalse();
        Version again = written(gone, ap(4), SIBLINGS, "v", X);
        assertThat(standing(met(BOTH, again), "v")).containsExactly(ap(4));
        assertThat(met(BOTH, again).isLive()).isTrue();
    }

    @Test
    void aClockLeavesOutTheValuesThatTheItemShowsAndOnlyThose() {
        Version clock = BOTH.bare(Attributes.of("v", Z));
        assertThat(clock.isWhole()).isFalse();
        assertThat(clock.content().get("v")).isNull();
        assertThat(values(clock)).containsExactly(Y, null);
        assertThat(clock.valued(Attributes.of("v", Z), Map.of())).isEqualTo(BOTH);
        // An item that shows something else has not the value.
        assertThat(values(clock.withSiblings(Attributes.of("v", X)))).containsExactly(Y, null);
        assertThat(values(clock.withSiblings(Attributes.NONE))).containsExactly(Y, null);
        assertThat(values(BOTH.bare())).containsOnlyNulls();
        assertThat(BOTH.bare().sameAs(BOTH)).isTrue();
        assertThat(BASE.bare().withSiblings(Attributes.of("v", X))).isEqualTo(BASE);
    }

    @Test
    void ofOneWriteKnownTwiceTheSideThatHasTheValueCounts() {
        Version bare = BOTH.bare();
        assertThat(Merge.of(bare, BOTH)).isEqualTo(BOTH);
        assertThat(Merge.of(BOTH, bare)).isEqualTo(BOTH);
        assertThat(Merge.of(bare, EU_WROTE).isWhole()).isFalse();
    }

    private static List<Value> values(Version version) {
        return version.multis().get("v").siblings().values().stream()
                .map(Sibling::value)
                .toList();
    }

    @Test
    void elementsThatAnItemShowsAreFoundInItAgain() {
        Version set = written(none(), eu(1), SET, "s", set("a", "b"));
        Version shown = written(set, eu(2), SET, "s", set("b", "c"));
        Version clock = shown.bare(shown.content());
        assertThat(clock.isWhole()).isFalse();
        assertThat(clock.withSiblings(shown.content())).isEqualTo(shown);
        Version list = written(none(), eu(1), LIST, "l", list("a", "a", "b"));
        assertThat(list.bare(list.content()).withSiblings(list.content())).isEqualTo(list);
    }

    @Test
    void aWriteLeftAValueARemovalOrTheElementsThatStandOfIt() {
        assertThat(BOTH.multis().get("v").left(eu(5))).isEqualTo(Cell.of(eu(5), Y));
        assertThat(BOTH.bare().multis().get("v").left(eu(5))).isEqualTo(Cell.withheld(eu(5)));
        Version removed = met(EU_WROTE, written(BASE, us(6), SIBLINGS, "v", null));
        assertThat(removed.multis().get("v").left(us(6))).isEqualTo(Cell.of(us(6), null));
        Version set = written(none(), eu(1), SET, "s", set("a", "b", "c"));
        set = written(set, eu(2), SET, "s", set("a", "c"));
        assertThat(set.multis().get("s").left(eu(1))).isEqualTo(Cell.of(eu(1), set("a", "c")));
        Version list = written(none(), eu(1), LIST, "l", list("b", "a"));
        assertThat(list.multis().get("l").left(eu(1))).isEqualTo(Cell.of(eu(1), list("b", "a")));
    }

    /** Regions may have had the same list before their replication: it must not show twice. */
    @Test
    void ofListsThatThereWereBeforeOneShows() {
        Dot origin = new Dot(Dot.FIRST_TIME, Versions.EU);
        Dot other = new Dot(Dot.FIRST_TIME, Versions.US);
        Version here = blind(none(), origin, LIST, "l", list("a", "b"));
        Version there = blind(none(), other, LIST, "l", list("a", "b"));
        assertThat(met(here, there).content().get("l")).isEqualTo(list("a", "b"));
        Version appended = written(met(here, there), eu(9), LIST, "l", list("a", "b", "c"));
        assertThat(met(appended, there).content().get("l")).isEqualTo(list("a", "b", "c"));
    }

    @Test
    void aSiblingHasAValueExactlyIfItSaysSo() {
        Sibling one = Sibling.of(eu(1), 0, DataType.SET, X);
        assertThat(one.isElement()).isTrue();
        assertThat(Sibling.emptyList(eu(1)).isElement()).isFalse();
        assertThat(one.without(Sibling.State.WITHHELD).with(X)).isEqualTo(one);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sibling(
                        one.id(), one.place(), one.type(), Sibling.State.VALUE, null, List.of(), one.hash()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sibling(
                        one.id(), one.place(), one.type(), Sibling.State.REMOVED, X, List.of(), one.hash()));
        assertThatIllegalArgumentException().isThrownBy(() -> new DataType(DataType.Shape.WHOLE, ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new DataType(DataType.Shape.WHOLE, "n".repeat(101)));
    }

    @Test
    void itDoesNotChangeAndIsNotMadeOfNothing() {
        Multi multi = BOTH.multis().get("v");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> multi.siblings().clear());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Multi.merge(null, none().vector(), null, none().vector()));
    }

    @Test
    void theSameWritesAreTheSame() {
        Multi multi = BOTH.multis().get("v");
        assertThat(multi.sameAs(BOTH.bare().multis().get("v"))).isTrue();
        assertThat(multi.sameAs(EU_WROTE.multis().get("v"))).isFalse();
        assertThat(multi.sameAs(null)).isFalse();
    }
}
