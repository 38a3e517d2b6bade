package dev.rejoin.version;

import static dev.rejoin.version.Versions.AP;
import static dev.rejoin.version.Versions.EU;
import static dev.rejoin.version.Versions.US;
import static dev.rejoin.version.Versions.ap;
import static dev.rejoin.version.Versions.blind;
import static dev.rejoin.version.Versions.deleted;
import static dev.rejoin.version.Versions.eu;
import static dev.rejoin.version.Versions.list;
import static dev.rejoin.version.Versions.met;
import static dev.rejoin.version.Versions.none;
import static dev.rejoin.version.Versions.set;
import static dev.rejoin.version.Versions.us;
import static dev.rejoin.version.Versions.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.Value;
import dev.rejoin.policy.AttributePolicy;
import dev.rejoin.policy.DataTypes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a region writes again of an item that it keeps from a delete. */
class KeepingTest {
    private static final AttributePolicy LIST = DataTypes.all().get("list");
    private static final AttributePolicy SET = DataTypes.all().get("set");
    private static final AttributePolicy SIBLINGS = DataTypes.all().get("siblings");
    private static final Dot DELETE = us(5);

    private static Multi kept(Version version, Actor keeper) {
        return Keeping.from(DELETE, version.multis().get("v"), keeper);
    }

    private static Dot dot(Actor keeper, int nth) {
        return new Dot(DELETE.time(), Actor.keeping(US, keeper, nth));
    }

    private static Value shown(Multi multi) {
        Version kept = new VersionBuilder(none()).multi("v", multi).build();
        return met(kept, deleted(none(), DELETE)).content().get("v");
    }

    private static Multi both(Multi a, Multi b) {
        Version x = new VersionBuilder(none()).multi("v", a).build();
        Version y = new VersionBuilder(none()).multi("v", b).build();
        return met(x, y).multis().get("v");
    }

    @Test
    void whatIsNewerThanTheDeleteStaysAsItIs() {
        Version newer = written(none(), eu(6), LIST, "v", list("x"));
        assertThat(kept(newer, EU)).isSameAs(newer.multis().get("v"));
        Version own = written(none(), DELETE, LIST, "v", list("x"));
        assertThat(kept(own, EU)).isSameAs(own.multis().get("v"));
    }

    @Test
    void elementsOfAListStayInTheirPlacesAndAreCountedByThem() {
        Version base = written(none(), eu(1), LIST, "v", list("y"));
        Version before = written(base, eu(2), LIST, "v", list("x", "y"));
        Version after = written(before, eu(7), LIST, "v", list("x", "y", "z"));
        Multi kept = kept(after, EU);
        assertThat(shown(kept)).isEqualTo(list("x", "y", "z"));
        assertThat(kept.siblings().keySet().stream().map(Sibling.Id::dot).distinct())
                .containsExactly(dot(EU, 0), eu(7));
        assertThat(kept.siblings().get(new Sibling.Id(dot(EU, 0), 0)).value()).isEqualTo(new Value.S("x"));
        assertThat(kept.newest()).isEqualTo(eu(7));
        assertThat(kept(before, EU).newest()).isEqualTo(dot(EU, 0));
    }

    @Test
    void anEmptyListIsKept() {
        Version empty = written(none(), eu(1), LIST, "v", list());
        assertThat(shown(kept(empty, EU))).isEqualTo(list());
        assertThat(kept(empty, EU).siblings().firstKey().index()).isEqualTo(Sibling.EMPTY_LIST);
    }

    @Test
    void ofListsThatRegionsHadBeforeOnlyTheOneThatIsShownIsKept() {
        Version eu = blind(none(), new Dot(Dot.FIRST_TIME, EU), LIST, "v", list("x"));
        Version us = blind(none(), new Dot(Dot.FIRST_TIME, US), LIST, "v", list("x", "y"));
        assertThat(shown(kept(met(eu, us), EU))).isEqualTo(list("x", "y"));
    }

    @Test
    void eachWholeValueAndTheElementsOfEachTypeAreAWrite() {
        Version elements = written(none(), eu(3), SET, "v", set("x"));
        Version whole = written(none(), ap(2), SIBLINGS, "v", new Value.S("w"));
        Version newest = written(none(), us(4), SIBLINGS, "v", new Value.S("z"));
        Multi kept = kept(met(elements, whole, newest), EU);
        assertThat(kept.siblings().keySet().stream().map(Sibling.Id::dot))
                .containsExactly(dot(EU, 0), dot(EU, 1), dot(EU, 2));
        assertThat(kept.siblings().values().stream().map(Sibling::value))
                .containsExactly(new Value.S("w"), new Value.S("x"), new Value.S("z"));
    }

    @Test
    void ofEqualValuesOneIsWrittenAgain() {
        Version two = met(
                blind(none(), eu(1), SIBLINGS, "v", new Value.S("w")),
                blind(none(), ap(1), SIBLINGS, "v", new Value.S("w")),
                blind(none(), us(1), SIBLINGS, "v", null));
        Multi kept = kept(two, EU);
        assertThat(again(kept).map(Sibling::value)).containsExactly(new Value.S("w"), null);
    }

    @Test
    void whatSeveralRegionsKeptIsNotAsOftenAgainAfterTheNextDelete() {
        for (AttributePolicy type : List.of(SIBLINGS, SET, DataTypes.all().get("map"))) {
            Value value = type == SIBLINGS
                    ? new Value.S("w")
                    : type == SET ? set("x") : new Value.M(Map.of("p", new Value.S("w")));
            Version before = blind(none(), eu(1), type, "v", value);
            Multi twice = both(kept(before, EU), kept(before, AP));
            assertThat(twice.siblings()).hasSize(2);
            Multi later = Keeping.from(ap(7), twice, US);
            assertThat(later.siblings().keySet().stream().filter(id -> id.dot().time() == ap(7).time()))
                    .hasSize(1);
        }
    }

    @Test
    void whatOnlyTheJournalHasIsNotWrittenAgainForTheJournalHasItUnderItsName() {
        Version two = met(
                blind(none(), eu(1), SIBLINGS, "v", new Value.S("old")),
                blind(none(), ap(2), SIBLINGS, "v", new Value.S("new")));
        Multi spilled = two.multis().get("v").spilling(new Sibling.Id(eu(1), 0));
        assertThat(again(Keeping.from(DELETE, spilled, EU)).map(Sibling::value)).containsExactly(new Value.S("new"));
    }

    private static Stream<Sibling> again(Multi kept) {
        return kept.siblings().values().stream().filter(one -> one.dot().actor().isKeeping());
    }

    @Test
    void ofMoreValuesThanCanBeToldApartTheNewestAreKept() {
        Version many = IntStream.rangeClosed(1, Actor.MOST_KEPT + 1)
                .mapToObj(
                        nth -> blind(none(), new Dot(nth, new Actor("r" + nth)), SIBLINGS, "v", new Value.S("v" + nth)))
                .reduce(none(), Versions::met);
        Dot delete = new Dot(Actor.MOST_KEPT + 2L, US);
        Multi kept = Keeping.from(delete, many.multis().get("v"), AP);
        assertThat(kept.siblings().values().stream()
                        .filter(one -> one.dot().actor().isKeeping())
                        .map(Sibling::value))
                .hasSize(Actor.MOST_KEPT)
                .doesNotContain(new Value.S("v1"));
        // The oldest is not written again, and goes with the delete.
        assertThat(kept.siblings()).hasSize(Actor.MOST_KEPT + 1);
    }

    @Test
    void whatTwoRegionsKeepIsThereAsOftenAsInTheOneThatHadItMoreOften() {
        Version twice = written(none(), eu(1), LIST, "v", list("x", "y"));
        Version more = written(twice, eu(2), LIST, "v", list("x", "y", "y"));
        assertThat(shown(both(kept(twice, EU), kept(more, AP)))).isEqualTo(list("x", "y", "y"));
        assertThat(shown(both(kept(more, EU), kept(twice, AP)))).isEqualTo(list("x", "y", "y"));
        // Equal elements of other places are others.
        Version other = written(none(), ap(1), LIST, "v", list("x", "y"));
        assertThat(shown(both(kept(twice, EU), kept(other, AP)))).isEqualTo(list("x", "y", "x", "y"));
    }

    @Test
    void aWriteThatLeavesAnElementLeavesWhatOtherRegionsKeptOfIt() {
        Version base = written(none(), eu(1), LIST, "v", list("x", "y"));
        Version both = new VersionBuilder(none())
                .multi("v", both(kept(base, EU), kept(base, AP)))
                .seen(dot(EU, 0))
                .seen(dot(AP, 0))
                .build();
        Version appended = written(both, us(9), LIST, "v", list("x", "y", "z"));
        Version removed = written(both, us(9), LIST, "v", list("x"));
        assertThat(dots(appended)).containsOnly(dot(EU, 0), dot(AP, 0), us(9));
        // Another region, which had seen only one of them, removes it meanwhile.
        Version one = new VersionBuilder(none())
                .multi("v", kept(base, EU))
                .seen(dot(EU, 0))
                .build();
        assertThat(met(appended, written(one, ap(9), LIST, "v", list()))
                        .content()
                        .get("v"))
                .isEqualTo(list("x", "y", "z"));
        assertThat(removed.content().get("v")).isEqualTo(list("x"));
        assertThat(met(removed, both).content().get("v")).isEqualTo(list("x"));
    }

    private static Stream<Dot> dots(Version version) {
        return version.multis().get("v").siblings().keySet().stream()
                .map(Sibling.Id::dot)
                .distinct();
    }

    @Test
    void onlyWhatWasKeptFromOneDeleteIsTheSame() {
        Version base = written(none(), eu(1), LIST, "v", list("x"));
        Collection<Sibling> first = kept(base, EU).siblings().values();
        Collection<Sibling> again =
                Keeping.from(us(6), base.multis().get("v"), AP).siblings().values();
        Collection<Sibling> elsewhere = Keeping.from(
                        new Dot(DELETE.time(), AP), base.multis().get("v"), AP)
                .siblings()
                .values();
        for (Collection<Sibling> others : List.of(again, elsewhere)) {
            List<Sibling> all = Stream.concat(first.stream(), others.stream()).toList();
            assertThat(Keeping.twins(all)).isEmpty();
        }
        List<Sibling> same = Stream.concat(first.stream(), kept(base, AP).siblings().values().stream())
                .toList();
        assertThat(Keeping.twins(same)).hasSize(1);
        assertThat(Keeping.twins(base.multis().get("v").siblings().values())).isEmpty();
    }
}
