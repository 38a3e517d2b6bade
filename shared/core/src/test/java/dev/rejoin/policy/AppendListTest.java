package dev.rejoin.policy;

import static dev.rejoin.version.Versions.added;
import static dev.rejoin.version.Versions.ap;
import static dev.rejoin.version.Versions.blind;
import static dev.rejoin.version.Versions.eu;
import static dev.rejoin.version.Versions.list;
import static dev.rejoin.version.Versions.met;
import static dev.rejoin.version.Versions.none;
import static dev.rejoin.version.Versions.us;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.Value;
import dev.rejoin.version.Elements;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import dev.rejoin.version.Versions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AppendListTest {
    private static final AttributePolicy LIST = AppendList.INSTANCE;
    private static final Version BASE = write(none(), eu(1), list("a", "b", "c"));

    private static Version write(Version known, Dot dot, Value after) {
        return Versions.written(known, dot, LIST, "l", after);
    }

    private static Value shown(Version version) {
        return version.content().get("l");
    }

    @Test
    void whatBothSidesAppendIsThereInTheOrderOfTheirWrites() {
        Version eu = write(BASE, eu(5), list("a", "b", "c", "x", "y"));
        Version us = write(BASE, us(6), list("a", "b", "c", "z"));
        assertThat(shown(met(eu, us))).isEqualTo(list("a", "b", "c", "x", "y", "z"));
        Version more = write(eu, eu(9), list("a", "b", "c", "x", "y", "w"));
        assertThat(shown(met(more, us))).isEqualTo(list("a", "b", "c", "x", "y", "z", "w"));
    }

    @Test
    void ofWritesOfOneMomentTheRegionsDecide() {
        Version eu = write(BASE, eu(5), list("a", "b", "c", "x"));
        Version us = write(BASE, us(5), list("a", "b", "c", "z"));
        assertThat(shown(met(eu, us))).isEqualTo(list("a", "b", "c", "x", "z"));
    }

    @Test
    void bothSidesAppendToAListThatWasNotThere() {
        assertThat(shown(met(write(none(), eu(5), list("x")), write(none(), us(6), list("y")))))
                .isEqualTo(list("x", "y"));
    }

    @Test
    void aRemovalTakesTheElementsThatItSawAndOnlyThese() {
        Version removed = write(BASE, us(9), list("a", "c"));
        Version appended = write(BASE, eu(5), list("a", "b", "c", "b"));
        assertThat(shown(met(removed, appended))).isEqualTo(list("a", "c", "b"));
        assertThat(shown(met(write(BASE, us(9), null), appended))).isEqualTo(list("b"));
        assertThat(shown(met(write(BASE, us(9), list()), appended))).isEqualTo(list("b"));
    }

    @Test
    void bothSidesRemove() {
        Version eu = write(BASE, eu(5), list("b", "c"));
        Version us = write(BASE, us(5), list("a", "b"));
        assertThat(shown(met(eu, us))).isEqualTo(list("b"));
    }

    @Test
    void aReplacedElementKeepsItsPlace() {
        Version replaced = write(BASE, us(5), list("a", "B", "c"));
        assertThat(shown(replaced)).isEqualTo(list("a", "B", "c"));
        Version appended = write(BASE, eu(4), list("a", "b", "c", "d"));
        assertThat(shown(met(replaced, appended))).isEqualTo(list("a", "B", "c", "d"));
    }

    @Test
    void ofOneElementThatTwoReplaceBothStandSideBySide() {
        Version eu = write(BASE, eu(5), list("a", "x", "c"));
        Version us = write(BASE, us(5), list("a", "y", "c"));
        assertThat(shown(met(eu, us))).isEqualTo(list("a", "x", "y", "c"));
        Version settled = write(met(eu, us), ap(6), list("a", "y", "c"));
        assertThat(shown(met(settled, eu, us))).isEqualTo(list("a", "y", "c"));
    }

    @Test
    void whatWasPutBehindAnElementThatTwoReplaceIsThereTwice() {
        Version between = write(BASE, eu(4), list("a", "b", "p", "c"));
        Version eu = write(between, eu(5), list("a", "x", "p", "c"));
        Version us = write(between, us(5), list("a", "y", "p", "c"));
        assertThat(shown(eu)).isEqualTo(list("a", "x", "p", "c"));
        assertThat(shown(met(eu, us))).isEqualTo(list("a", "x", "p", "y", "p", "c"));
    }

    @Test
    void aRemovalAndAReplacementOfOneElementLeaveWhatItWasReplacedBy() {
        Version removed = write(BASE, eu(5), list("a", "c"));
        Version replaced = write(BASE, us(5), list("a", "B", "c"));
        assertThat(shown(met(removed, replaced))).isEqualTo(list("a", "B", "c"));
    }

    @Test
    void whatIsPutBetweenFollowsTheElementBeforeIt() {
        Version between = write(BASE, us(5), list("a", "x", "b", "c"));
        assertThat(shown(between)).isEqualTo(list("a", "x", "b", "c"));
        Version other = write(BASE, eu(6), list("a", "y", "z", "b", "c", "d"));
        assertThat(shown(met(between, other)))
                .as("what cannot be told apart from a replacement and an append is read so")
                .isEqualTo(shown(met(other, between)));
        assertThat(Elements.of(shown(met(between, other)))).contains(new Value.S("x"), new Value.S("y"));
        Version first = write(BASE, eu(5), list("x", "a", "b", "c"));
        assertThat(shown(first)).isEqualTo(list("x", "a", "b", "c"));
        assertThat(shown(met(first, between))).isEqualTo(list("x", "a", "x", "b", "c"));
    }

    @Test
    void aPlaceBetweenTwoCanBeTakenAgainAndAgain() {
        Version list = BASE;
        List<Value> expected = new ArrayList<>(Elements.of(list("a", "b", "c")));
        for (int i = 2; i < 30; i++) {
            expected.add(i % 3 == 0 ? 1 : 2, new Value.S("e" + i));
            list = write(list, i % 2 == 0 ? eu(i) : us(i), new Value.L(expected));
            assertThat(shown(list)).isEqualTo(new Value.L(expected));
        }
        assertThat(shown(met(list, BASE))).isEqualTo(new Value.L(expected));
    }

    /** Whatever one region alone does to its list, the list is as it left it. */
    @Test
    void aWriteThatSawAllStandsAsItIs() {
        Random random = new Random(4);
        for (int run = 0; run < 300; run++) {
            Version list = BASE;
            List<Value> expected = new ArrayList<>(Elements.of(shown(BASE)));
            for (int i = 2; i < 14; i++) {
                edit(random, expected, i);
                Dot dot = random.nextBoolean() ? eu(i) : us(i);
                list = write(list, dot, new Value.L(expected));
                assertThat(shown(list)).isEqualTo(new Value.L(expected));
            }
        }
    }

    private static void edit(Random random, List<Value> list, int i) {
        for (int n = random.nextInt(3); n >= 0; n--) {
            Value value = new Value.S(random.nextInt(3) == 0 ? "a" : "v" + i);
            int at = random.nextInt(list.size() + 1);
            if (at < list.size() && random.nextInt(3) == 0) {
                list.remove(at);
            } else if (at < list.size() && random.nextBoolean()) {
                list.set(at, value);
            } else {
                list.add(at, value);
            }
        }
    }

    /** Three regions edit as they like and hear of each other now and then: appended elements that nobody removed are there. */
    @Test
    void nothingThatWasAppendedIsLost() {
        Random random = new Random(5);
        for (int run = 0; run < 500; run++) {
            Version[] regions = {BASE, BASE, BASE};
            List<Value> appended = new ArrayList<>();
            for (int i = 2; i < 12; i++) {
                int at = random.nextInt(3);
                if (random.nextInt(3) == 0) {
                    regions[at] = met(regions[at], regions[random.nextInt(3)]);
                }
                List<Value> seen = new ArrayList<>(Objects.requireNonNull(Elements.of(shown(regions[at]))));
                Value own = new Value.S("e" + i);
                appended.add(own);
                seen.add(own);
                Actor actor = List.of(Versions.AP, Versions.EU, Versions.US).get(at);
                regions[at] = write(regions[at], new Dot(eu(i).time(), actor), new Value.L(seen));
            }
            List<Value> all = Elements.of(shown(met(regions)));
            assertThat(all).containsAll(appended).hasSize(appended.size() + 3);
        }
    }

    /** An insert of ours had not known the first element. */
    @Test
    void aWriteGoesOnFromTheElementsThatItFound() {
        Dot dot = eu(5);
        VersionBuilder into = new VersionBuilder(BASE).seen(dot);
        LIST.fold(new PlainChange("l", list("b", "c"), list("b", "c", "d"), dot, false), into);
        assertThat(shown(into.build())).isEqualTo(list("b", "c", "d"));
        assertThat(shown(met(into.build(), write(BASE, us(9), list("a", "c"))))).isEqualTo(list("c", "d"));
    }

    /** A peer's delete took the first element, and the item still shows it. */
    @Test
    void whatIsNotKnownAnyMoreIsNotWrittenAgain() {
        Dot dot = eu(5);
        VersionBuilder into = new VersionBuilder(write(BASE, us(4), list("b", "c"))).seen(dot);
        LIST.fold(new PlainChange("l", list("a", "b", "c"), list("a", "b", "x", "d"), dot, false), into);
        assertThat(shown(into.build())).isEqualTo(list("b", "x", "d"));
    }

    @Test
    void equalElementsAreElementsOfTheirOwn() {
        Version twice = write(none(), eu(1), list("a", "a"));
        Version once = write(twice, eu(2), list("a"));
        assertThat(shown(met(twice, once))).isEqualTo(list("a"));
        Version thrice = write(twice, us(2), list("a", "a", "a"));
        assertThat(shown(met(once, thrice))).isEqualTo(list("a", "a"));
    }

    @Test
    void anInsertStatesEveryElement() {
        Version again = blind(BASE, us(3), LIST, "l", list("x"));
        assertThat(shown(again)).isEqualTo(list("x"));
        assertThat(shown(met(again, write(BASE, eu(3), list("a", "b", "c", "d")))))
                .isEqualTo(list("d", "x"));
    }

    @Test
    void whatIsNoListIsARegisterUntilThereIsAListAgain() {
        Version text = write(BASE, us(5), new Value.S("none"));
        assertThat(shown(text)).isEqualTo(new Value.S("none"));
        assertThat(text.multis()).isEmpty();
        assertThat(shown(met(text, write(text, us(6), list("x"))))).isEqualTo(list("x"));
        Version removed = write(none(), us(5), null);
        assertThat(shown(removed)).as("nothing was known").isNull();
        assertThat(removed.registers())
                .as("a removal must not take what it had not seen")
                .isEmpty();
    }

    @Test
    void aListOfAnotherTimeIsAListFromTheNextWriteOn() {
        Version whole = Versions.written(none(), eu(1), DataTypes.all().get("siblings"), "l", list("a", "b"));
        Version appended = write(whole, eu(2), list("a", "b", "c"));
        assertThat(shown(appended)).isEqualTo(list("a", "b", "c"));
        assertThat(shown(met(appended, whole))).isEqualTo(list("a", "b", "c"));
        Version counted = write(added(none(), eu(1), "l", 7), eu(2), list("a"));
        assertThat(shown(counted)).isEqualTo(list("a"));
        assertThat(counted.total("l")).isZero();
    }
}
