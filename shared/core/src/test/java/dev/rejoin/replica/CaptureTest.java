package dev.rejoin.replica;

import static dev.rejoin.replica.FakeRegion.KEY;
import static dev.rejoin.replica.FakeRegion.attributes;
import static dev.rejoin.replica.FakeRegion.home;
import static dev.rejoin.replica.FakeRegion.n;
import static dev.rejoin.replica.FakeRegion.s;
import static dev.rejoin.version.Versions.EU;
import static dev.rejoin.version.Versions.US;
import static dev.rejoin.version.Versions.added;
import static dev.rejoin.version.Versions.deleted;
import static dev.rejoin.version.Versions.eu;
import static dev.rejoin.version.Versions.inserted;
import static dev.rejoin.version.Versions.none;
import static dev.rejoin.version.Versions.set;
import static dev.rejoin.version.Versions.us;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.Value;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.version.FormatException;
import dev.rejoin.version.ItemClock;
import dev.rejoin.version.SequenceNumber;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CaptureTest {
    private final FakeRegion eu = new FakeRegion(EU);
    private final Version version = added(set(inserted(none(), us(1)), us(1), "a", "x"), us(1), "n", 5);
    /** What a write of ours put there. */
    private final StoredItem ours = eu.own().insert(KEY, version).item();

    private static StreamRecord record(StoredItem before, StoredItem after) {
        return new StreamRecord(KEY, before, after, SequenceNumber.of(1), 10_000, false);
    }

    private static boolean isOwn(StoredItem before, StoredItem after) {
        return Capture.isOwn(home(EU), record(before, after), ShadowRow.NONE);
    }

    private static StoredItem item(Attributes attributes, Value clock) {
        return new StoredItem(KEY, attributes, clock);
    }

    /** The item after our write of another version over it. */
    private StoredItem updated(StoredItem item, Version to, String... changed) {
        Attributes wanted = to.content();
        return item(
                wanted,
                eu.own()
                        .update(
                                item,
                                eu.own().birth(item),
                                to,
                                wanted,
                                Set.of(changed),
                                Collections.emptySortedMap(),
                                to.fingerprint(wanted))
                        .clock());
    }

    private static Value damaged(Value clock, int at, int value) {
        byte[] bytes = ((Value.B) clock).bytes();
        bytes[at] = (byte) value;
        return new Value.B(bytes);
    }

    @Test
    void whatHasNoClockIsPlain() {
        StoredItem plain = item(attributes("a", s("x")), null);
        assertThat(isOwn(null, plain)).isFalse();
        assertThat(isOwn(plain, item(attributes("a", s("y")), null))).isFalse();
        assertThat(isOwn(plain, null)).isFalse();
    }

    @Test
    void ourInsertAndOurUpdateAreOwn() {
        assertThat(isOwn(null, ours)).isTrue();
        StoredItem next = updated(ours, set(version, us(2), "a", "y"), "a");
        assertThat(isOwn(ours, next)).isTrue();
        StoredItem overPlain = item(ours.attributes(), null);
        assertThat(isOwn(overPlain, updated(overPlain, set(version, us(2), "a", "y"), "a")))
                .isTrue();
    }

    @Test
    void anUpdateThatKeepsTheClockIsPlain() {
        assertThat(isOwn(ours, item(attributes("a", s("y")), ours.clock()))).isFalse();
    }

    @Test
    void aPutThatDropsTheClockIsPlain() {
        assertThat(isOwn(ours, item(attributes("a", s("y")), null))).isFalse();
    }

    @Test
    void anOldItemPutBackIsPlain() {
        StoredItem next = updated(ours, set(version, us(2), "a", "y"), "a");
        assertThat(isOwn(next, ours)).isFalse();
        // Even where the change fits: the write after next undoes what next did, and its clock is the older one's.
        StoredItem other = updated(ours, set(version, us(3), "a", "y"), "a");
        assertThat(isOwn(next, other)).isFalse();
    }

    @Test
    void whatWasMadeADayBeforeItWasPutThereIsPlain() {
        Version dead = deleted(version, us(9));
        StoredItem marked = item(ours.attributes(), eu.own().mark(ours, dead, 9).clock());
        for (long late : List.of(0L, 1L)) {
            long time = made(ours) + Capture.OLD_MILLIS + late;
            StreamRecord insert = new StreamRecord(KEY, null, ours, SequenceNumber.of(1), time, false);
            StreamRecord delete = new StreamRecord(KEY, marked, null, SequenceNumber.of(1), time, false);
            assertThat(Capture.isOwn(home(EU), insert, ShadowRow.NONE)).isEqualTo(late == 0);
            assertThat(Capture.isOwn(home(EU), delete, ShadowRow.NONE)).isEqualTo(late == 0);
        }
    }

    private static long made(StoredItem item) {
        return ItemClock.read(((Value.B) item.clock()).buffer()).madeMillis();
    }

    @Test
    void anOldItemPutBackOverNothingIsPlainOnlyIfItsBirthIsBuried() {
        StreamRecord back = record(null, ours);
        assertThat(Capture.isOwn(home(EU), back, ShadowRow.NONE)).isTrue();
        long birth = ItemClock.read(((Value.B) ours.clock()).buffer()).id();
        ShadowRow buried =
                new ShadowRow(version, SequenceNumber.of(1), null, Collections.emptySortedMap(), List.of(7L, birth));
        ShadowRow other =
                new ShadowRow(version, SequenceNumber.of(1), null, Collections.emptySortedMap(), List.of(birth + 1));
        assertThat(Capture.isOwn(home(EU), back, buried)).isFalse();
        assertThat(Capture.isOwn(home(EU), back, other)).isTrue();
    }

    @Test
    void aClockThatDoesNotTellTheChangeIsPlain() {
        assertThat(isOwn(null, item(ours.attributes().with("a", s("z")), ours.clock())))
                .isFalse();
        assertThat(isOwn(null, item(ours.attributes().with("n", n(6)), ours.clock())))
                .isFalse();
        assertThat(isOwn(null, item(ours.attributes().with("b", s("z")), ours.clock())))
                .isFalse();
    }

    @Test
    void whatAnotherRegionsWriteSaysIsPlain() {
        StoredItem theirs = new OwnWrites(ReplicaConfig.of(home(US), Set.of(), MergePolicy.REGISTERS), () -> 0, () -> 1)
                .insert(KEY, version)
                .item();
        assertThat(isOwn(null, theirs)).isFalse();
        // Nor does its delete count as ours.
        StoredItem dead = new OwnWrites(ReplicaConfig.of(home(US), Set.of(), MergePolicy.REGISTERS), () -> 0, () -> 1)
                .insert(KEY, deleted(version, us(9)))
                .item();
        assertThat(isOwn(dead, null)).isFalse();
    }

    @Test
    void whateverAnApplicationPutsThereIsPlain() {
        for (Value scribble : List.of(
                s("mine"), n(1), new Value.Null(), new Value.B(new byte[0]), new Value.B(new byte[] {1, 2, 3}))) {
            assertThat(isOwn(null, item(ours.attributes(), scribble))).isFalse();
            assertThat(isOwn(ours, item(attributes(), scribble))).isFalse();
            assertThat(isOwn(item(attributes(), scribble), null)).isFalse();
        }
        assertThat(isOwn(null, item(ours.attributes(), damaged(ours.clock(), 0, 0))))
                .isFalse();
    }

    @Test
    void whatANewerReleaseWroteIsNotGuessedAt() {
        StoredItem newer = item(ours.attributes(), damaged(ours.clock(), 0, 99));
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> isOwn(null, newer));
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> isOwn(newer, ours));
    }

    @Test
    void aDeleteIsOwnIfTheItemSaidThatItIsDead() {
        assertThat(isOwn(ours, null)).isFalse();
        StoredItem dead = updated(ours, deleted(version, us(9)));
        assertThat(isOwn(dead, null)).isTrue();
    }

    private boolean gap(StoredItem before, StoredItem after, ShadowRow shadow) {
        return Capture.isAfterGap(home(EU), record(before, after), shadow);
    }

    @Test
    void aRecordComesAfterAGapIfTheItemWasNotAsItsClockSays() {
        Version clock = version.bare();
        ShadowRow row = new ShadowRow(
                clock,
                SequenceNumber.of(1),
                version.fingerprint(version.content()),
                Collections.emptySortedMap(),
                List.of());
        Attributes content = version.content();
        StoredItem after = item(attributes(), null);
        assertThat(gap(null, after, row)).isFalse();
        assertThat(gap(item(content, null), after, row)).isFalse();
        assertThat(gap(ours, after, ShadowRow.NONE)).isFalse();
        assertThat(gap(item(content.with("a", s("y")), null), after, row)).isTrue();
        assertThat(gap(item(content.with("b", s("y")), null), after, row)).isTrue();
        assertThat(gap(item(content.with("a", null), null), after, row)).isTrue();
        assertThat(gap(item(content.with("n", n(6)), null), after, row)).isTrue();
        assertThat(gap(item(content, null), after, ShadowRow.NONE)).isTrue();
    }

    @Test
    void timesOfWritesDoNotMatter() {
        assertThat(isOwn(updated(ours, set(version, eu(2), "a", "y"), "a"), null))
                .isFalse();
    }
}
