package dev.rejoin.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.Value;
import dev.rejoin.version.Merge;
import dev.rejoin.version.Multi;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PathMapTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final Value X = new Value.S("x");
    private static final Value Y = new Value.S("y");
    private static final Value Z = new Value.S("z");

    private static Dot eu(long time) {
        return new Dot(time, EU);
    }

    private static Dot us(long time) {
        return new Dot(time, US);
    }

    private static Value.M map(Object... namesAndValues) {
        Map<String, Value> entries = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            entries.put((String) namesAndValues[i], (Value) namesAndValues[i + 1]);
        }
        return new Value.M(entries);
    }

    private static Version write(Version known, Dot dot, @Nullable Value before, @Nullable Value after) {
        VersionBuilder into = new VersionBuilder(known).seen(dot);
        PathMap.INSTANCE.fold(new PlainChange("doc", before, after, dot, false), into);
        return into.build();
    }

    private static @Nullable Value shown(Version version) {
        return version.content().get("doc");
    }

    private static Version base(Value value) {
        return write(new VersionBuilder(Version.EMPTY).existence(eu(1)).build(), eu(1), null, value);
    }

    @Test
    void writesOfDifferentPathsAllStand() {
        Value.M old = map("a", map("b", X, "c", X), "d", X);
        Version base = base(old);
        Version one = write(base, eu(5), old, map("a", map("b", Y, "c", X), "d", X));
        Version other = write(base, us(6), old, map("a", map("b", X, "c", X), "d", X, "e", Z));
        Version merged = Merge.of(one, other);
        assertThat(shown(merged)).isEqualTo(map("a", map("b", Y, "c", X), "d", X, "e", Z));
        assertThat(shown(Merge.of(other, one))).isEqualTo(shown(merged));
    }

    @Test
    void ofOnePathTheNewestStandsAndTheOtherIsStillKnown() {
        Value.M old = map("a", X, "b", X);
        Version base = base(old);
        Version merged =
                Merge.of(write(base, eu(5), old, map("a", Y, "b", X)), write(base, us(6), old, map("a", Z, "b", Y)));
        assertThat(shown(merged)).isEqualTo(map("a", Z, "b", Y));
        Multi multi = Objects.requireNonNull(merged.multis().get("doc"));
        assertThat(multi.left(eu(5), shown(merged)).value()).isEqualTo(map("a", Y, "b", Y));
    }

    @Test
    void aPathThatIsWrittenStandsBeforeARemovalThatHadNotSeenIt() {
        Value.M old = map("a", X, "b", X);
        Version base = base(old);
        Version written = write(base, eu(5), old, map("a", Y, "b", X));
        Version removed = write(base, us(6), old, map("b", X));
        assertThat(shown(Merge.of(written, removed))).isEqualTo(map("a", Y, "b", X));
        Version seen = write(Merge.of(written, removed), us(7), map("a", Y, "b", X), map("b", X));
        assertThat(shown(seen)).isEqualTo(map("b", X));
        assertThat(shown(Merge.of(seen, written))).isEqualTo(map("b", X));
    }

    @Test
    void anEmptyMapIsAValueAndGivesWayToWhatStandsInIt() {
        Value.M old = map("a", X);
        Version base = base(old);
        Version emptied = write(base, eu(5), old, map());
        assertThat(shown(emptied)).isEqualTo(map());
        Version added = write(base, us(6), old, map("a", X, "b", Y));
        assertThat(shown(Merge.of(emptied, added))).isEqualTo(map("b", Y));
        assertThat(shown(write(emptied, eu(7), map(), null))).isNull();
    }

    @Test
    void aValueThatIsNoMapHidesOlderPathsWithinItAndGivesWayToNewerOnes() {
        Value.M old = map("a", map("b", X));
        Version base = base(old);
        Version flat = write(base, eu(5), old, map("a", Y));
        Version deeper = write(base, us(6), old, map("a", map("b", Z)));
        assertThat(shown(Merge.of(flat, deeper))).isEqualTo(map("a", map("b", Z)));
        Version later = write(base, eu(7), old, map("a", Y));
        assertThat(shown(Merge.of(later, deeper))).isEqualTo(map("a", Y));
    }

    @Test
    void aValueThatIsNoMapAtAllIsARegister() {
        Value.M old = map("a", X);
        Version text = write(base(old), eu(5), old, Y);
        assertThat(shown(text)).isEqualTo(Y);
        assertThat(text.multis()).isEmpty();
        assertThat(shown(write(text, eu(6), Y, map("b", Z)))).isEqualTo(map("b", Z));
    }

    @Test
    void whatTheItemShowsIsNotStoredTwice() {
        Value.M old = map("a", X, "b", X);
        Version base = base(old);
        Version merged =
                Merge.of(write(base, eu(5), old, map("a", Y, "b", X)), write(base, us(6), old, map("a", Z, "b", X)));
        Version clock = merged.bare(merged.content());
        assertThat(Objects.requireNonNull(clock.multis().get("doc")).siblings().values())
                .filteredOn(sibling -> sibling.value() != null)
                .singleElement()
                .satisfies(hidden -> assertThat(hidden.value()).isEqualTo(Y));
        assertThat(clock.withSiblings(merged.content()).content()).isEqualTo(merged.content());
    }
}
