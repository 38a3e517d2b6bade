package dev.rejoin.replica;

import static dev.rejoin.replica.FakeRegion.KEY;
import static dev.rejoin.replica.FakeRegion.n;
import static dev.rejoin.replica.FakeRegion.s;
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

import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.AttributePolicy;
import dev.rejoin.policy.ConflictResolver;
import dev.rejoin.policy.DataTypes;
import dev.rejoin.policy.Deletes;
import dev.rejoin.policy.KeyRule;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.Conflict.Reason;
import dev.rejoin.version.Cell;
import dev.rejoin.version.Merge;
import dev.rejoin.version.Version;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever does not show after two versions met is named, with both values; and nothing else is. */
class SiblingConflictsTest {
    private static final ConflictResolver BOTH = new ConflictResolver() {
        @Override
        public String name() {
            return "both";
        }

        @Override
        public Value resolve(ItemKey key, String attribute, Candidate older, Candidate newer) {
            return s(((Value.S) older.value()).text() + "+" + ((Value.S) newer.value()).text());
        }
    };

    private static final Map<String, AttributePolicy> TYPES = Map.of(
            "v", type("siblings"),
            "hi", type("max"),
            "ok", type("true-wins"),
            "s", type("set"),
            "l", type("list"),
            "own", DataTypes.custom("both"));

    private static final Conflicts CONFLICTS =
            new Conflicts(new MergePolicy(List.of(KeyRule.ofAll(TYPES)), Deletes.NEWEST_WINS, List.of(BOTH)));

    private static final Version BASE = inserted(none(), eu(1));

    private static AttributePolicy type(String name) {
        return DataTypes.all().get(name);
    }

    private static Version write(Version known, Dot dot, String name, Value value) {
        return written(known, dot, TYPES.getOrDefault(name, type("lww")), name, value);
    }

    private static List<Conflict> both(Version a, Version b) {
        List<Conflict> found = CONFLICTS.between(KEY, a, b);
        assertThat(CONFLICTS.between(KEY, b, a)).containsExactlyInAnyOrderElementsOf(found);
        assertThat(CONFLICTS.between(KEY, a, a)).isEmpty();
        // Who has merged them and hears of one again finds nothing else.
        assertThat(found).containsAll(CONFLICTS.between(KEY, Merge.of(a, b), a));
        return found;
    }

    private static Conflict lost(String name, String type, Cell loser, Dot winner, Value shown) {
        return new Conflict(KEY, name, type, Reason.CONCURRENT_WRITES, loser, winner, shown);
    }

    @Test
    void theSiblingThatIsNotShownIsNamed() {
        Version a = write(BASE, eu(5), "v", s("eu"));
        Version b = write(BASE, us(6), "v", s("us"));
        assertThat(both(a, b)).containsExactly(lost("v", "siblings", Cell.of(eu(5), s("eu")), us(6), s("us")));
        assertThat(both(a, write(a, us(6), "v", s("us")))).as("it was seen").isEmpty();
        assertThat(both(a, write(BASE, us(6), "v", s("eu"))))
                .as("the same value")
                .isEmpty();
    }

    @Test
    void aThirdNamesTheTwoThatAreNotShown() {
        Version two = Merge.of(write(BASE, eu(5), "v", s("eu")), write(BASE, us(6), "v", s("us")));
        Version third = write(BASE, ap(7), "v", s("ap"));
        assertThat(both(two, third))
                .containsExactlyInAnyOrder(
                        lost("v", "siblings", Cell.of(eu(5), s("eu")), ap(7), s("ap")),
                        lost("v", "siblings", Cell.of(us(6), s("us")), ap(7), s("ap")));
    }

    @Test
    void theWinnerIsTheOneThatShowsAlsoIfItIsOlder() {
        Version high = write(BASE, eu(5), "hi", n(9));
        Version low = write(BASE, us(6), "hi", n(3));
        assertThat(both(high, low)).containsExactly(lost("hi", "max", Cell.of(us(6), n(3)), eu(5), n(9)));
        Version yes = write(BASE, eu(5), "ok", new Value.Bool(true));
        Version no = write(BASE, us(6), "ok", new Value.Bool(false));
        assertThat(both(yes, no))
                .containsExactly(
                        lost("ok", "true-wins", Cell.of(us(6), new Value.Bool(false)), eu(5), new Value.Bool(true)));
    }

    @Test
    void aRemovalIsAValueThatLosesOrWins() {
        Version base = write(BASE, eu(2), "v", s("base"));
        Version removed = write(base, us(6), "v", null);
        Version older = write(base, eu(5), "v", s("older"));
        Version newer = write(base, eu(7), "v", s("newer"));
        assertThat(both(removed, older))
                .containsExactly(lost("v", "siblings", Cell.of(eu(5), s("older")), us(6), null));
        assertThat(both(removed, newer))
                .containsExactly(lost("v", "siblings", Cell.of(us(6), null), eu(7), s("newer")));
        assertThat(both(removed, write(base, ap(5), "v", null)))
                .as("two removals are one")
                .allMatch(conflict -> conflict.loser().isRemoved());
    }

    @Test
    void whatIsMadeOfAllNamesEachOfThem() {
        Version a = write(BASE, eu(5), "own", s("x"));
        Version b = write(BASE, us(6), "own", s("y"));
        assertThat(both(a, b))
                .containsExactlyInAnyOrder(
                        new Conflict(
                                KEY, "own", "custom:both", Reason.COMBINED, Cell.of(eu(5), s("x")), us(6), s("x+y")),
                        new Conflict(
                                KEY, "own", "custom:both", Reason.COMBINED, Cell.of(us(6), s("y")), us(6), s("x+y")));
    }

    @Test
    void elementsOfBothSidesAreNoConflict() {
        Version set = write(BASE, eu(2), "s", set("a", "b"));
        assertThat(both(write(set, eu(5), "s", set("a", "b", "c")), write(set, us(5), "s", set("a"))))
                .isEmpty();
        Version list = write(BASE, eu(2), "l", list("a", "b"));
        assertThat(both(write(list, eu(5), "l", list("a", "b", "c")), write(list, us(5), "l", list("b"))))
                .isEmpty();
        assertThat(both(write(list, eu(5), "l", list("a", "x")), write(list, us(5), "l", list("a", "y"))))
                .as("both replacements stand")
                .isEmpty();
    }

    @Test
    void aSetThatMetASetOfAnotherTypeIsNamed() {
        Version texts = write(BASE, eu(5), "s", set("a", "b"));
        Value numbers = new Value.NS(Set.of(Value.N.of(1)));
        Version other = write(BASE, us(6), "s", numbers);
        assertThat(both(texts, other)).containsExactly(lost("s", "set", Cell.of(eu(5), set("a", "b")), us(6), numbers));
    }

    @Test
    void aDeleteTakesWhatItHadNotSeenOnlyWithANote() {
        Version written = write(BASE, us(4), "v", s("late"));
        assertThat(both(written, deleted(BASE, eu(5))))
                .containsExactly(
                        new Conflict(KEY, "v", "siblings", Reason.DELETED, Cell.of(us(4), s("late")), eu(5), null));
        assertThat(both(written, deleted(written, eu(5)))).isEmpty();
        assertThat(both(write(BASE, us(6), "v", s("newer")), deleted(BASE, eu(5))))
                .isEmpty();
        Version set = write(BASE, us(4), "s", set("a", "b"));
        assertThat(both(set, deleted(BASE, eu(5))))
                .containsExactly(
                        new Conflict(KEY, "s", "set", Reason.DELETED, Cell.of(us(4), set("a", "b")), eu(5), null));
    }

    @Test
    void aDeleteThatWinsTakesNewerValuesOnlyWithANote() {
        Version newer = write(write(BASE, us(8), "v", s("newer")), us(9), "plain", s("register"));
        assertThat(both(newer, deletedForGood(BASE, eu(5))))
                .containsExactlyInAnyOrder(
                        new Conflict(KEY, "v", "siblings", Reason.DELETED, Cell.of(us(8), s("newer")), eu(5), null),
                        new Conflict(KEY, "plain", "lww", Reason.DELETED, Cell.of(us(9), s("register")), eu(5), null));
    }

    /** Regions may follow different policies for a while. */
    @Test
    void registersAndSiblingsOfOneAttributeAreInConflictToo() {
        Version siblings = write(BASE, eu(5), "v", s("eu"));
        Version newer = set(BASE, us(6), "v", "us");
        assertThat(both(siblings, newer))
                .containsExactly(lost("v", "siblings", Cell.of(eu(5), s("eu")), us(6), s("us")));
        Version older = set(BASE, us(4), "v", "us");
        assertThat(both(siblings, older))
                .containsExactly(lost("v", "siblings", Cell.of(us(4), s("us")), eu(5), s("eu")));
        assertThat(both(older, write(older, eu(5), "v", s("eu"))))
                .as("it was seen")
                .isEmpty();
        assertThat(both(siblings, set(siblings, us(6), "v", "us")))
                .as("it was seen")
                .isEmpty();
    }

    @Test
    void aCounterTakesOlderSiblingsOnlyWithANote() {
        Version siblings = write(BASE, eu(5), "v", s("eu"));
        assertThat(both(siblings, added(BASE, us(6), "v", 1)))
                .containsExactly(new Conflict(
                        KEY, "v", "siblings", Reason.REPLACED_BY_COUNTER, Cell.of(eu(5), s("eu")), us(6), null));
        assertThat(both(siblings, added(BASE, us(4), "v", 1))).isEmpty();
    }

    @Test
    void anInsertThatADeleteHadTakenAlreadyIsUndone() {
        Version wrote = write(write(BASE, eu(2), "v", s("x")), eu(3), "s", set("a", "b"));
        assertThat(CONFLICTS.undone(KEY, wrote, deleted(wrote, us(7))))
                .containsExactlyInAnyOrder(
                        new Conflict(KEY, "v", "siblings", Reason.UNDONE_INSERT, Cell.of(eu(2), s("x")), us(7), null),
                        new Conflict(
                                KEY, "s", "set", Reason.UNDONE_INSERT, Cell.of(eu(3), set("a", "b")), us(7), null));
    }

    @Test
    void valuesThatAreNotKnownHereAreNamedAllTheSame() {
        Version a = write(BASE, eu(5), "v", s("eu"));
        Version b = write(BASE, us(6), "v", s("us"));
        assertThat(CONFLICTS.between(KEY, a.bare(), b))
                .extracting(Conflict::loser)
                .containsExactly(Cell.withheld(eu(5)));
    }
}
