package dev.rejoin.version;

import static dev.rejoin.version.Versions.AP;
import static dev.rejoin.version.Versions.EU;
import static dev.rejoin.version.Versions.added;
import static dev.rejoin.version.Versions.ap;
import static dev.rejoin.version.Versions.deleted;
import static dev.rejoin.version.Versions.eu;
import static dev.rejoin.version.Versions.inserted;
import static dev.rejoin.version.Versions.list;
import static dev.rejoin.version.Versions.none;
import static dev.rejoin.version.Versions.set;
import static dev.rejoin.version.Versions.us;
import static dev.rejoin.version.Versions.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.Dot;
import dev.rejoin.item.Value;
import dev.rejoin.policy.AttributePolicy;
import dev.rejoin.policy.DataTypes;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is forgotten of removed attributes, and what still is as it was. */
class PruningTest {
    private static final AttributePolicy LIST = DataTypes.all().get("list");
    private static final AttributePolicy MAX = DataTypes.all().get("max");

    /** Of three attributes, two were removed. */
    private static final Version ITEM = set(
            set(set(set(inserted(none(), eu(1)), eu(1), "stays", "x"), eu(2), "first", "x"), us(3), "first", null),
            us(4),
            "second",
            null);

    private static Version pruned(Version version) {
        return Pruning.of(version, us(4), EU);
    }

    @Test
    void whatWasRemovedIsNotNamedAnyMoreAndTheItemIsAsItWas() {
        assertThat(Pruning.removed(ITEM)).containsExactly(Map.entry("first", us(3)), Map.entry("second", us(4)));
        Version pruned = pruned(ITEM);
        assertThat(pruned.registers()).containsOnlyKeys("stays");
        assertThat(pruned.content()).isEqualTo(ITEM.content());
        assertThat(pruned.isLive()).isTrue();
        assertThat(Pruning.removed(pruned)).isEmpty();
        assertThat(Merge.isNormal(pruned)).isTrue();
        assertThat(ITEM.isWithin(pruned)).isTrue();
        assertThat(ItemClock.read(clock(pruned)).version().sameAs(pruned)).isTrue();
    }

    private static ByteBuffer clock(Version version) {
        ItemClock clock = new ItemClock(1, 2, version.bare(version.content()), 0, 0, 0);
        return clock.toBytes().buffer();
    }

    @Test
    void whatIsAsOldDoesNotComeBackAndWhatIsNewerStands() {
        Version pruned = pruned(ITEM);
        Version old = set(inserted(none(), eu(1)), eu(2), "first", "x");
        assertThat(Merge.of(pruned, old).content()).isEqualTo(ITEM.content());
        Version late = set(none(), us(4), "second", "x");
        assertThat(Merge.of(pruned, late).registers()).containsOnlyKeys("stays");
        Version newer = set(old, ap(5), "first", "new");
        assertThat(Merge.of(pruned, newer).content().names()).containsExactly("first", "stays");
        assertThat(Merge.of(pruned, deleted(ITEM, eu(6))).isLive()).isFalse();
    }

    @Test
    void onlyWhatWasRemovedUntilThenGoes() {
        Version one = Pruning.of(ITEM, us(3), EU);
        assertThat(one.registers()).containsOnlyKeys("stays", "second");
        assertThat(Merge.of(one, pruned(ITEM)).sameAs(pruned(ITEM))).isTrue();
    }

    @Test
    void twoRegionsPruneToTheSame() {
        Version other = Pruning.of(ITEM, us(4), AP);
        Version both = Merge.of(pruned(ITEM), other);
        assertThat(both.content()).isEqualTo(ITEM.content());
        assertThat(both.registers()).containsOnlyKeys("stays");
        assertThat(both.sameAs(pruned(ITEM))).isTrue();
    }

    @Test
    void anItemWithoutAttributesIsStillThere() {
        Version empty = set(set(inserted(none(), eu(1)), eu(2), "a", "x"), us(4), "a", null);
        Version pruned = pruned(empty);
        assertThat(pruned.registers()).isEmpty();
        assertThat(pruned.isLive()).isTrue();
    }

    @Test
    void whatCountsIsNoRemovedAttribute() {
        Version counted = set(added(ITEM, eu(2), "n", 5), us(3), "n", null);
        assertThat(Pruning.removed(counted)).containsOnlyKeys("first", "second");
        assertThat(Pruning.firstOfACount(counted)).isEqualTo(us(3));
        assertThat(Pruning.firstOfACount(added(ITEM, eu(2), "n", 5))).isNull();
        assertThat(pruned(added(ITEM, eu(2), "m", 5)).total("m")).isEqualByComparingTo("5");
    }

    @Test
    void whatWasKeptFromADeleteIsAsOldAsThat() {
        Dot delete = ap(3);
        Version kept = Merge.of(
                Keeping.of(delete, set(set(inserted(none(), eu(1)), eu(2), "a", null), us(4), "b", "new"), EU),
                deleted(none(), delete));
        assertThat(Pruning.removed(kept)).containsExactly(Map.entry("a", delete));
        assertThat(Pruning.of(kept, delete, EU).registers()).containsOnlyKeys("b");
    }

    @Test
    void listsAndOtherTypesOfSeveralValuesAreWrittenAgainOrGo() {
        Version lists = written(ITEM, eu(2), LIST, "l", list("x", "y"));
        Version gone = written(written(lists, eu(2), MAX, "hi", Value.N.of(3)), us(3), MAX, "hi", null);
        Version newer = written(gone, us(7), LIST, "late", list("z"));
        assertThat(Pruning.removed(newer)).containsOnlyKeys("first", "second", "hi");
        assertThat(Pruning.kept(newer, us(4))).isEqualTo(2);
        Version pruned = pruned(newer);
        assertThat(pruned.content()).isEqualTo(newer.content());
        assertThat(pruned.multis()).containsOnlyKeys("l", "late");
        assertThat(Merge.of(pruned, newer).content()).isEqualTo(newer.content());
        assertThat(Merge.of(pruned, newer).sameAs(pruned)).isTrue();
    }

    @Test
    void aPruningIsToldFromADelete() {
        assertThat(Pruning.isPruning(pruned(ITEM).deleted())).isTrue();
        assertThat(Pruning.isPruning(us(4))).isFalse();
        assertThat(Pruning.isPruning(null)).isFalse();
        assertThat(Pruning.isSaidBy(pruned(ITEM), ITEM)).isTrue();
        assertThat(Pruning.isSaidBy(pruned(ITEM), pruned(ITEM))).isFalse();
        assertThat(Pruning.isSaidBy(ITEM, none())).isFalse();
    }
}
