package dev.rejoin.version;

import static dev.rejoin.version.Versions.added;
import static dev.rejoin.version.Versions.deleted;
import static dev.rejoin.version.Versions.eu;
import static dev.rejoin.version.Versions.inserted;
import static dev.rejoin.version.Versions.none;
import static dev.rejoin.version.Versions.set;
import static dev.rejoin.version.Versions.text;
import static dev.rejoin.version.Versions.us;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MergeTest {
    private static void assertSame(Version a, Version b) {
        assertThat(a.vector()).isEqualTo(b.vector());
        assertThat(a.sameAs(b)).as("%s = %s", a, b).isTrue();
        assertThat(a.content()).isEqualTo(b.content());
        assertThat(a.registers()).isEqualTo(b.registers());
        assertThat(a.multis()).isEqualTo(b.multis());
        assertThat(a.barrier()).isEqualTo(b.barrier());
        assertThat(Merge.isNormal(a)).isTrue();
    }

    @Test
    void mergeIsCommutativeAssociativeAndIdempotent() {
        for (long seed = 0; seed < 60; seed++) {
            List<Version> all = Versions.history(seed, 9);
            for (Version a : all) {
                assertSame(Merge.of(a, a), a);
                for (Version b : all) {
                    Version ab = Merge.of(a, b);
                    assertSame(ab, Merge.of(b, a));
                    assertThat(a.isWithin(ab) && b.isWithin(ab)).isTrue();
                    for (Version c : all) {
                        assertSame(Merge.of(ab, c), Merge.of(a, Merge.of(b, c)));
                    }
                }
            }
        }
    }

    /** Against the rule said in other words: what is newest of everything that was ever written. */
    @Test
    void whatStandsIsTheNewestOfAllWrites() {
        for (long seed = 0; seed < 100; seed++) {
            List<Version> all = Versions.registers(seed, 12);
            Version merged = none();
            Dot deleted = null;
            Dot newestA = null;
            for (Version version : all) {
                merged = Merge.of(merged, version);
                deleted = Dot.max(deleted, version.deleted());
                Cell a = version.registers().get("a");
                newestA = Dot.max(newestA, a == null ? null : a.dot());
            }
            Counter counter = merged.counters().get("a");
            boolean counted =
                    counter != null && (newestA == null || counter.newest().isAfter(newestA));
            Dot expected = newestA == null || counted || !newestA.isAfter(deleted) ? null : newestA;
            Cell a = merged.registers().get("a");
            assertThat(a == null ? null : a.dot()).isEqualTo(expected);
            assertThat(merged.deleted()).isEqualTo(deleted);
            Version whole = merged;
            assertThat(all)
                    .allMatch(
                            version -> version.isWithin(whole) && whole.vector().covers(version.vector()));
        }
    }

    /** As parts of a wide change leave it: what a delete takes is a removal at its dot, until the delete itself comes. */
    @Test
    void theNormalFormIsNormalWhateverWasKeptFromADelete() {
        Dot delete = us(5);
        for (Cell cell : List.of(Cell.of(delete, null), Cell.of(eu(3), new Value.S("old")), Cell.of(us(7), null))) {
            Version registers = new VersionBuilder(none())
                    .register("a", cell.keptFrom(delete))
                    .deleted(delete)
                    .build();
            Multi several = Multi.of(us(9), List.of());
            Version both = new Version(
                    registers.vector(),
                    delete,
                    null,
                    registers.registers(),
                    registers.counters(),
                    new TreeMap<>(Map.of("a", several)),
                    null);
            assertThat(Merge.isNormal(Merge.normal(both))).as("%s", cell).isTrue();
        }
    }

    @Test
    void aDeleteTakesWhatIsOlderAndOnlyThat() {
        Version item = set(set(inserted(none(), eu(1)), eu(2), "a", "old"), us(9), "b", "new");
        Version merged = Merge.of(item, deleted(none(), eu(5)));
        assertThat(merged.registers()).containsOnlyKeys("b");
        assertThat(merged.existence()).isNull();
        assertThat(merged.isLive()).isTrue();
        assertThat(Merge.of(merged, deleted(none(), us(10))).isLive()).isFalse();
    }

    @Test
    void aWriteThatReplacesTheItemIsADeleteAndValuesAtOneDot() {
        Version before = set(set(inserted(none(), eu(1)), eu(2), "a", "old"), eu(3), "b", "older");
        Version replaced = Merge.of(before, set(deleted(none(), us(9)), us(9), "b", "new"));
        assertThat(replaced.registers()).containsOnlyKeys("b");
        assertThat(text(replaced, "b")).isEqualTo("new");
        assertThat(replaced.isLive()).isTrue();
        Version removed = new VersionBuilder(deleted(none(), us(9)))
                .register("b", new Cell(us(9), Cell.State.REMOVED, null))
                .build();
        assertThat(removed.registers()).isEmpty();
    }

    @Test
    void anInsertStandsIfItIsNewerThanTheDelete() {
        Version deletedThenInserted = Merge.of(deleted(none(), eu(5)), inserted(none(), us(6)));
        assertThat(deletedThenInserted.existence()).isEqualTo(us(6));
        assertThat(deletedThenInserted.isLive()).isTrue();
        Version insertedThenDeleted = Merge.of(deleted(none(), eu(7)), inserted(none(), us(6)));
        assertThat(insertedThenDeleted.existence()).isNull();
        assertThat(insertedThenDeleted.isLive()).isFalse();
        // Both have the same time: the actor decides.
        assertThat(Merge.of(deleted(none(), us(6)), inserted(none(), eu(6))).isLive())
                .isFalse();
        assertThat(Merge.of(deleted(none(), eu(6)), inserted(none(), us(6))).isLive())
                .isTrue();
    }

    @Test
    void aCounterReplacesAnOlderRegisterAndIsHiddenByANewerOne() {
        Version counter = added(none(), eu(5), "a", 3);
        assertThat(Merge.of(counter, set(none(), us(4), "a", "old")).registers())
                .isEmpty();
        Version hidden = Merge.of(counter, set(none(), us(6), "a", "new"));
        assertThat(text(hidden, "a")).isEqualTo("new");
        assertThat(hidden.countsUp("a")).isFalse();
        assertThat(hidden.total("a")).isEqualByComparingTo("3");
        // One write of both kinds: the register shows.
        Version both = new VersionBuilder(counter)
                .register("a", Cell.of(eu(5), new Value.S("same")))
                .build();
        assertThat(text(both, "a")).isEqualTo("same");
    }

    @Test
    void deletesDoNotTouchCounters() {
        Version merged = Merge.of(added(none(), eu(5), "a", 3), deleted(none(), us(9)));
        assertThat(merged.total("a")).isEqualByComparingTo("3");
        assertThat(merged.isLive()).isFalse();
        assertThat(Merge.of(merged, added(none(), us(10), "a", 1)).isLive()).isTrue();
        assertThat(Merge.of(merged, added(none(), us(10), "a", 1)).total("a")).isEqualByComparingTo("4");
    }

    @Test
    void ofOneWriteKnownTwiceTheSideThatKnowsTheValueIsTaken() {
        Version whole = set(none(), eu(1), "a", "x");
        Version bare = whole.bare();
        assertThat(bare.isWhole()).isFalse();
        assertThat(Merge.of(whole, bare).isWhole()).isTrue();
        assertThat(Merge.of(bare, whole).isWhole()).isTrue();
        assertThat(text(Merge.of(bare, whole), "a")).isEqualTo("x");
    }

    @Test
    void emptyIsNeutralHoweverItWasMade() {
        Version version = set(none(), eu(1), "a", "x");
        Version empty = none().bare();
        assertThat(empty.isEmpty()).isTrue();
        assertThat(version.isEmpty()).isFalse();
        assertThat(ShadowRow.NONE.clock().isEmpty()).isTrue();
        assertThat(Merge.of(version, empty)).isSameAs(version);
        assertThat(Merge.of(empty, version)).isSameAs(version);
    }

    @Test
    void normalFormIsKeptAndRecognised() {
        Version item = set(set(inserted(none(), eu(1)), eu(2), "a", "x"), eu(3), "b", "y");
        assertThat(Merge.normal(item)).isSameAs(item);
        Dot newer = us(2);
        Version old = new Version(item.vector(), newer, item.existence(), item.registers(), item.counters());
        assertThat(Merge.isNormal(old)).isFalse();
        assertThat(Merge.normal(old).registers()).containsOnlyKeys("b");
        assertThat(Merge.normal(old).existence()).isNull();
        assertThat(Merge.normal(old).deleted()).isEqualTo(newer);
        assertThat(Merge.normal(old).vector()).isEqualTo(item.vector());
        Version onlyExistence = new Version(item.vector(), us(1), eu(1), new TreeMap<>(), new TreeMap<>());
        assertThat(Merge.isNormal(onlyExistence)).isFalse();
        TreeMap<String, Counter> counters = new TreeMap<>();
        counters.put("a", Counter.of(null, Versions.US, new Counter.Sum(us(2).time(), BigDecimal.ONE)));
        Version counted = new Version(item.vector(), null, eu(1), item.registers(), counters);
        assertThat(Merge.isNormal(counted)).isFalse();
        assertThat(Merge.normal(counted).registers()).containsOnlyKeys("b");
        assertThat(Objects.requireNonNull(Merge.normal(counted).existence())).isEqualTo(eu(1));
    }
}
