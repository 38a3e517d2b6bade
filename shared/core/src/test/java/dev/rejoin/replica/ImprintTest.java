package dev.rejoin.replica;

import static dev.rejoin.replica.FakeRegion.KEY;
import static dev.rejoin.replica.FakeRegion.OTHER;
import static dev.rejoin.replica.FakeRegion.attributes;
import static dev.rejoin.replica.FakeRegion.home;
import static dev.rejoin.replica.FakeRegion.n;
import static dev.rejoin.replica.FakeRegion.s;
import static dev.rejoin.version.Versions.EU;
import static dev.rejoin.version.Versions.US;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridClock;
import dev.rejoin.item.ItemKey;
import dev.rejoin.version.SequenceNumber;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the rows of an incarnation that ends knew, the next one finds on the items. */
class ImprintTest {
    private final FakeRegion eu = new FakeRegion(EU);
    private final FakeRegion us = new FakeRegion(US);

    private Set<ItemKey> imprint() {
        return new Imprint(eu.config(), eu.store, () -> eu.millis, () -> 7)
                .put(List.of(KEY, OTHER))
                .join();
    }

    /** As the next incarnation describes the item, which has no row there. */
    private Version found() {
        StoredItem item = Objects.requireNonNull(eu.store.items.get(KEY));
        return found(item, item);
    }

    private Version found(StoredItem before, StoredItem after) {
        ReplicaConfig next = eu.config().at(home(EU.incarnation(2))).withBackup(EU);
        StreamRecord record = new StreamRecord(KEY, before, after, SequenceNumber.of(1), 0, false);
        return Origins.known(next, record, ShadowRow.NONE)
                .clock()
                .valued(before.attributes(), Collections.emptySortedMap());
    }

    @Test
    void whatWasFoldedKeepsItsPlaceAndItsCounts() {
        eu.store.put(KEY, attributes("a", s("1"), "n", n(5)), null);
        eu.forward(us);
        us.forward();
        eu.millis += 5_000;
        eu.store.put(KEY, attributes("a", s("2"), "n", n(7)), null);
        eu.forward();
        Version folded = eu.version();
        assertThat(imprint()).containsExactly(KEY);
        assertThat(eu.shown()).isEqualTo(attributes("a", s("2"), "n", n(7)));
        assertThat(found().sameAs(folded)).isTrue();
        us.apply(found());
        assertThat(us.shown()).isEqualTo(attributes("a", s("2"), "n", n(7)));
    }

    @Test
    void theRecordOfTheImprintItselfTellsWhatItSays() {
        eu.store.put(KEY, attributes("a", s("1"), "n", n(5)), null);
        eu.forward();
        Version folded = eu.version();
        StoredItem before = Objects.requireNonNull(eu.store.items.get(KEY));
        imprint();
        StoredItem after = Objects.requireNonNull(eu.store.items.get(KEY));
        assertThat(found(before, after).sameAs(folded)).isTrue();
        assertThat(found(before, before).sameAs(folded)).as("without it").isFalse();
    }

    @Test
    void whatWasWrittenAndNotFoldedStandsRightBehindIt() {
        eu.store.put(KEY, attributes("a", s("1"), "b", s("1")), null);
        eu.forward();
        Version folded = eu.version();
        eu.store.update(KEY, shown -> shown.with("a", s("2")));
        imprint();
        assertThat(found().registers().get("a").dot())
                .isGreaterThan(folded.registers().get("a").dot());
        assertThat(Restored.isFound(found().registers().get("a").dot())).isTrue();
    }

    @Test
    void anItemThatIsGoneCountsAsDeletedRightAfterAllThatWasKnown() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        eu.forward();
        Version folded = eu.version();
        eu.store.delete(KEY);
        assertThat(imprint()).isEmpty();
        ShadowRow row = Objects.requireNonNull(eu.store.rows.get(KEY));
        assertThat(row.fingerprint()).isNull();
        assertThat(row.clock().isLive()).isFalse();
        assertThat(row.clock().deleted()).isEqualTo(new Dot(folded.maxTime() + HybridClock.STEP, EU));
        assertThat(imprint()).isEmpty();
        assertThat(eu.store.rows.get(KEY)).as("once").isEqualTo(row);
    }

    @Test
    void aKeyWithoutItemOrRowIsLeftAlone() {
        eu.store.put(KEY, attributes("a", s("1")), null);
        eu.store.put(OTHER, attributes("a", s("1")), null);
        eu.store.delete(OTHER);
        eu.forward();
        ShadowRow deleted = eu.store.rows.get(OTHER);
        assertThat(imprint()).containsExactly(KEY);
        assertThat(eu.store.rows.get(OTHER)).isEqualTo(deleted);
        eu.store.rows.clear();
        StoredItem before = eu.store.items.get(KEY);
        assertThat(imprint()).containsExactly(KEY);
        assertThat(eu.store.items.get(KEY)).isEqualTo(before);
    }
}
