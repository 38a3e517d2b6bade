package dev.rejoin.replica;

import static dev.rejoin.replica.FakeRegion.KEY;
import static dev.rejoin.replica.FakeRegion.attributes;
import static dev.rejoin.replica.FakeRegion.home;
import static dev.rejoin.replica.FakeRegion.n;
import static dev.rejoin.replica.FakeRegion.s;
import static dev.rejoin.version.Versions.AP;
import static dev.rejoin.version.Versions.EU;
import static dev.rejoin.version.Versions.US;
import static dev.rejoin.version.Versions.added;
import static dev.rejoin.version.Versions.eu;
import static dev.rejoin.version.Versions.inserted;
import static dev.rejoin.version.Versions.met;
import static dev.rejoin.version.Versions.none;
import static dev.rejoin.version.Versions.set;
import static dev.rejoin.version.Versions.us;
import static dev.rejoin.version.Versions.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridClock;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.Value;
import dev.rejoin.policy.AttributePolicy;
import dev.rejoin.policy.DataTypes;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.version.Cell;
import dev.rejoin.version.SequenceNumber;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import dev.rejoin.version.Versions;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is known of an item in a table that was restored, before any record of it is folded. */
class RestoredTest {
    private static final AttributePolicy TAGS = DataTypes.all().get("set");
    private static final MergePolicy POLICY = MergePolicy.counting(List.of("n"));
    private static final Actor SECOND = EU.incarnation(2);

    private static ReplicaConfig config(Actor self) {
        return ReplicaConfig.of(home(self), Set.of(self.equals(US) ? AP : US), POLICY);
    }

    /** An item as a write of ours left it in a region. */
    private static StoredItem left(Actor region, Version version) {
        return new OwnWrites(config(region), () -> 0, () -> 7)
                .insert(KEY, version)
                .item();
    }

    private static StoredItem shows(StoredItem item, Attributes attributes) {
        return new StoredItem(KEY, attributes, item.clock());
    }

    private static Version known(StoredItem item) {
        StreamRecord record = new StreamRecord(KEY, item, null, SequenceNumber.of(1), 0, false);
        ShadowRow row = Origins.known(config(SECOND).withBackup(EU), record, ShadowRow.NONE);
        assertThat(row.fingerprint()).isEqualTo(row.clock().fingerprint(item.attributes()));
        return row.clock().valued(item.attributes(), Collections.emptySortedMap());
    }

    private static Dot found(Dot after) {
        return new Dot(after.time(), Actor.keeping(after.actor(), EU, 2));
    }

    @Test
    void anItemThatIsWhatItsClockSaysIsAsItWas() {
        Version version = added(set(inserted(none(), us(1)), eu(2), "a", "x"), us(3), "n", 4);
        assertThat(known(left(EU, version)).sameAs(version)).isTrue();
    }

    @Test
    void whatItShowsBeyondItsClockStandsRightAfterWhatItReplaced() {
        Version version = set(set(inserted(none(), us(1)), us(9), "a", "x"), eu(2), "b", "x");
        Version known = known(shows(left(EU, version), attributes("a", s("x"), "b", s("y"), "c", s("z"))));
        assertThat(known.registers())
                .isEqualTo(Map.of(
                        "a", Cell.of(found(us(9)), s("x")),
                        "b", Cell.of(found(eu(2)), s("y")),
                        "c", Cell.of(new Dot(HybridClock.found(0, 2), EU), s("z"))));
        // What another region wrote after that, and this one had not seen, stands.
        Version elsewhere = set(version, us(3), "b", "w");
        assertThat(met(known, elsewhere).content().get("b")).isEqualTo(s("w"));
        assertThat(known.existence()).isEqualTo(version.existence());
    }

    @Test
    void ofWritesOfTheSameTimeTheLaterStandsBeforeWhatIsFoundBehindTheEarlier() {
        Version version = set(inserted(none(), us(1)), eu(5), "a", "x");
        Version known = known(shows(left(EU, version), attributes("a", s("y"))));
        assertThat(known.registers().get("a").dot()).isGreaterThan(eu(5)).isLessThan(us(5));
        Version elsewhere = set(inserted(none(), us(1)), us(5), "a", "z");
        assertThat(met(known, elsewhere).content().get("a")).isEqualTo(s("z"));
    }

    @Test
    void whatWasRemovedBeyondItsClockIsRemoved() {
        Version version = set(set(inserted(none(), us(1)), us(3), "a", "x"), eu(2), "b", "x");
        Version known = known(shows(left(EU, version), attributes("a", s("x"))));
        assertThat(known.registers().get("b")).isEqualTo(Cell.of(found(eu(2)), null));
        assertThat(met(known, set(version, eu(4), "b", "later")).content().get("b"))
                .isEqualTo(s("later"));
    }

    @Test
    void whatACountShowsBeyondItsClockIsInEveryLaterSumOfItsRegion() {
        Version version = added(added(inserted(none(), us(1)), us(2), "n", 4), eu(3), "n", 5);
        Version known = known(shows(left(EU, version), attributes("n", n(11))));
        assertThat(known.total("n").intValueExact()).isEqualTo(11);
        assertThat(met(known, version).total("n").intValueExact()).isEqualTo(11);
        Version later = added(version, eu(8), "n", 3);
        assertThat(met(known, later).total("n").intValueExact()).isEqualTo(12);
    }

    @Test
    void whatHasNoClockWasWrittenByTheIncarnationOfTheBackup() {
        Version known = known(new StoredItem(KEY, attributes("a", s("x"), "n", n(3)), null));
        Dot first = new Dot(HybridClock.found(0, 2), EU);
        assertThat(known.existence()).isEqualTo(first);
        assertThat(known.registers()).isEqualTo(Map.of("a", Cell.of(first, s("x"))));
        Version told = added(set(inserted(none(), eu(1)), eu(1), "a", "y"), eu(2), "n", 8);
        assertThat(met(known, told).content()).isEqualTo(attributes("a", s("y"), "n", n(8)));
    }

    @Test
    void anItemThatWasOnlyMarkedIsThere() {
        assertThat(known(left(EU, none())).isLive()).isTrue();
    }

    @Test
    void aClockOfNoEarlierIncarnationIsNoClock() {
        Version version = set(inserted(none(), us(1)), us(9), "a", "x");
        Version known = known(left(US, version));
        assertThat(known.registers().get("a").dot()).isEqualTo(new Dot(HybridClock.found(0, 2), EU));
    }

    @Test
    void elementsThatAreStillShownStayAndOthersAreFound() {
        Version version = written(inserted(none(), us(1)), us(2), TAGS, "v", Versions.set("old", "gone"));
        StoredItem item = shows(left(EU, version), attributes("v", Versions.set("old", "new")));
        ReplicaConfig config = ReplicaConfig.of(home(SECOND), Set.of(US), new MergePolicy(Map.of("v", TAGS)));
        ShadowRow row = Restored.row(config.withBackup(EU), EU, item, null, ShadowRow.NONE);
        assertThat(shown(row.clock())).isEqualTo(Versions.set("old", "new"));
        // Another region took the old one meanwhile, having seen it.
        Version elsewhere = written(version, us(5), TAGS, "v", Versions.set("gone"));
        assertThat(shown(met(row.clock(), elsewhere))).isEqualTo(Versions.set("new"));
        // A region that knows what the lost table wrote after that knows what became of it.
        Version later = set(elsewhere, eu(6), "a", "x");
        assertThat(shown(met(row.clock(), later))).isNull();
    }

    private static Value shown(Version version) {
        return version.content().get("v");
    }

    @Test
    void whatIsKnownAlreadyIsNotLookedAtAgain() {
        StoredItem item = new StoredItem(KEY, attributes("a", s("x")), null);
        StreamRecord record = new StreamRecord(KEY, item, null, SequenceNumber.of(2), 0, false);
        ShadowRow folded = new ShadowRow(none(), SequenceNumber.of(1), null, none().registers(), List.of());
        ReplicaConfig config = config(SECOND).withBackup(EU);
        assertThat(Origins.known(config, record, folded)).isSameAs(folded);
        assertThat(Origins.known(config(SECOND), record, ShadowRow.NONE)).isSameAs(ShadowRow.NONE);
        StreamRecord own = new StreamRecord(
                KEY, left(SECOND, set(inserted(none(), us(1)), us(2), "a", "x")), null, SequenceNumber.of(1), 0, false);
        assertThat(Origins.known(config, own, ShadowRow.NONE)).isSameAs(ShadowRow.NONE);
    }
}
