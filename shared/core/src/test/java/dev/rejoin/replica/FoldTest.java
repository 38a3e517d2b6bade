package dev.rejoin.replica;

import static dev.rejoin.replica.FakeRegion.KEY;
import static dev.rejoin.replica.FakeRegion.attributes;
import static dev.rejoin.replica.FakeRegion.home;
import static dev.rejoin.replica.FakeRegion.n;
import static dev.rejoin.replica.FakeRegion.s;
import static dev.rejoin.version.Versions.EU;
import static dev.rejoin.version.Versions.added;
import static dev.rejoin.version.Versions.deleted;
import static dev.rejoin.version.Versions.eu;
import static dev.rejoin.version.Versions.inserted;
import static dev.rejoin.version.Versions.none;
import static dev.rejoin.version.Versions.set;
import static dev.rejoin.version.Versions.text;
import static dev.rejoin.version.Versions.us;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridClock;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.Value;
import dev.rejoin.replica.Conflict.Reason;
import dev.rejoin.replica.ReplicationMetrics.Event;
import dev.rejoin.version.Cell;
import dev.rejoin.version.ItemClock;
import dev.rejoin.version.SequenceNumber;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FoldTest {
    private static final Dot NOW = eu(10_000);

    private final FakeRegion eu = new FakeRegion(EU);
    private final Fold fold = new Fold(eu.config(), () -> eu.millis);

    private static StoredItem item(Attributes attributes, Value clock) {
        return new StoredItem(KEY, attributes, clock);
    }

    private static StreamRecord record(StoredItem before, StoredItem after) {
        return new StreamRecord(KEY, before, after, SequenceNumber.of(42), 10_000, false);
    }

    /** The row of an item that is as this version says. */
    private static ShadowRow row(Version version) {
        return new ShadowRow(
                version, SequenceNumber.of(41), version.fingerprint(version.content()), new TreeMap<>(), List.of());
    }

    private Folded plain(Version known, Attributes after) {
        return fold.plain(record(item(known.content(), null), after == null ? null : item(after, null)), row(known));
    }

    @Test
    void anInsertGetsOneDotForAll() {
        Folded folded = fold.plain(record(null, item(attributes("a", s("x"), "n", n(5)), null)), ShadowRow.NONE);
        Version version = folded.version();
        assertThat(folded.event()).isEqualTo(Event.FOLDED);
        assertThat(version.dots()).containsOnly(NOW);
        assertThat(version.vector().has(NOW)).isTrue();
        assertThat(version.existence()).isEqualTo(NOW);
        assertThat(version.registers()).isEqualTo(Map.of("a", Cell.of(NOW, s("x"))));
        assertThat(version.content()).isEqualTo(attributes("a", s("x"), "n", n(5)));
        assertThat(folded.settled()).isTrue();
        assertThat(folded.row().sequence()).isEqualTo(SequenceNumber.of(42));
        assertThat(folded.row().fingerprint()).isEqualTo(version.fingerprint(version.content()));
        assertThat(folded.row().clock()).isEqualTo(version.bare());
        assertThat(folded.conflicts()).isEmpty();
    }

    @Test
    void anUpdateGivesADotToWhatDiffersOnly() {
        Version known = set(set(inserted(none(), us(1)), us(1), "a", "x"), us(2), "b", "y");
        Folded folded = plain(known, attributes("a", s("x"), "c", s("z")));
        assertThat(folded.version().registers())
                .isEqualTo(Map.of("a", Cell.of(us(1), s("x")), "b", Cell.of(NOW, null), "c", Cell.of(NOW, s("z"))));
        assertThat(folded.version().existence()).isEqualTo(us(1));
        assertThat(folded.settled()).isTrue();
    }

    @Test
    void aDotIsAboveAllThatWasSeenOfTheItem() {
        Version ahead = set(inserted(none(), us(1)), us(50_000), "b", "y");
        Folded folded = plain(ahead, ahead.content().with("a", s("x")));
        assertThat(folded.version().registers().get("a").dot())
                .isEqualTo(new Dot(us(50_000).time() + HybridClock.STEP, EU));
        // A delete counts as well as a write.
        Version dead = deleted(ahead, us(60_000));
        Folded again = fold.plain(record(null, item(attributes("a", s("x")), null)), row(dead));
        assertThat(again.version().newest()).isEqualTo(new Dot(us(60_000).time() + HybridClock.STEP, EU));
    }

    @Test
    void theTimeIsTheRecordsAsFarAsItIsKnown() {
        eu.millis = 90_000;
        Folded folded = fold.plain(record(null, item(attributes(), null)), ShadowRow.NONE);
        assertThat(folded.version().newest()).isEqualTo(eu(10_999));
    }

    @Test
    void whatWasToComeBackIsJournalledWhereAnApplicationInsertsFirst() {
        Version kept = set(deleted(none(), us(5)), eu(9), "b", "late");
        ShadowRow row = new ShadowRow(kept, SequenceNumber.of(41), null, new TreeMap<>(kept.registers()), List.of());
        Folded folded = fold.plain(record(null, item(attributes("a", s("x")), null)), row);
        assertThat(folded.conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.loser()).isEqualTo(Cell.of(eu(9), s("late")));
            assertThat(conflict.winner()).isEqualTo(NOW);
            assertThat(conflict.winningValue()).isNull();
        });
        assertThat(folded.row().lost()).isEmpty();
    }

    @Test
    void whatAnOwnWriteBroughtAfterADeleteIsJournalledWithItsValue() {
        // Decided by an item that was deleted since, and is back with something newer.
        Version old = set(inserted(none(), eu(1)), eu(1), "a", "x");
        Version sent = set(old, us(2), "b", "theirs");
        Version anew = set(inserted(deleted(old, eu(5)), eu(6)), eu(6), "a", "new");
        StoredItem before = item(anew.content(), null);
        ItemWrite.Update update = eu.own()
                .update(
                        item(old.content(), null),
                        0,
                        sent,
                        sent.content(),
                        Set.of("b"),
                        new TreeMap<>(),
                        sent.fingerprint(sent.content()));
        StoredItem after = item(anew.content().with("b", s("theirs")), update.clock());
        Folded folded = fold.own(record(before, after), row(anew));
        assertThat(folded.conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.reason()).isEqualTo(Reason.DELETED);
            assertThat(conflict.loser()).isEqualTo(Cell.of(us(2), s("theirs")));
        });
    }

    @Test
    void anItemWithoutAttributesIsAlive() {
        Folded folded = fold.plain(record(null, item(attributes(), null)), ShadowRow.NONE);
        assertThat(folded.version().isLive()).isTrue();
        assertThat(folded.version().content()).isEqualTo(attributes());
    }

    @Test
    void aDeleteTakesAllAndKeepsNothing() {
        Version known = added(set(inserted(none(), us(1)), us(1), "a", "x"), us(1), "n", 5);
        Folded folded = plain(known, null);
        assertThat(folded.version().deleted()).isEqualTo(NOW);
        assertThat(folded.version().isLive()).isFalse();
        assertThat(folded.version().registers()).isEmpty();
        assertThat(folded.version().total("n")).isEqualByComparingTo("5");
        assertThat(folded.row().fingerprint()).isNull();
        assertThat(folded.row().lost()).isEmpty();
        assertThat(folded.settled()).isTrue();
    }

    @Test
    void aPlainWriteOverOurClockKnowsWhatTheClockSays() {
        Version local = set(inserted(none(), eu(1)), eu(2), "a", "x");
        Version applied = set(local, us(3), "b", "y");
        StoredItem before = eu.own().insert(KEY, applied).item();
        StoredItem after = item(before.attributes().with("c", s("z")), before.clock());
        Folded folded = fold.plain(record(before, after), row(local));
        assertThat(folded.event()).isEqualTo(Event.FOLDED);
        assertThat(folded.version().registers().get("b")).isEqualTo(Cell.of(us(3), s("y")));
        assertThat(folded.version().vector().has(us(3))).isTrue();
        // A put that drops the clock: the old image still has it; its birth is over.
        Folded dropped = fold.plain(record(before, item(attributes("c", s("z")), null)), row(local));
        assertThat(dropped.version().registers().get("b")).isEqualTo(Cell.of(NOW, null));
        assertThat(dropped.row().buried()).containsExactly(birth(before));
        assertThat(folded.row().buried()).isEmpty();
        // So is it when the item is deleted.
        assertThat(fold.plain(record(before, null), row(local)).row().buried()).containsExactly(birth(before));
    }

    private static long birth(StoredItem item) {
        return ItemClock.read(((Value.B) item.clock()).buffer()).birth();
    }

    @Test
    void whatMeetsAtTheForwarderIsJournalled() {
        Version base = inserted(none(), eu(1));
        Version local = set(base, eu(2), "a", "eu");
        StoredItem before = eu.own().insert(KEY, set(base, us(3), "a", "us")).item();
        Folded folded = fold.plain(record(before, item(attributes("a", s("new")), null)), row(local));
        assertThat(folded.conflicts()).hasSize(1);
        assertThat(folded.conflicts().get(0).loser().dot()).isEqualTo(eu(2));
    }

    @Test
    void afterAGapAllThatIsShownIsWrittenNow() {
        Version known = added(set(inserted(none(), us(1)), us(1), "a", "x"), us(1), "n", 5);
        Attributes strange = attributes("a", s("x"), "b", s("?"), "n", n(7));
        Folded folded = fold.plain(record(item(strange, null), item(strange.with("c", s("z")), null)), row(known));
        assertThat(folded.event()).isEqualTo(Event.GAP);
        assertThat(folded.version().registers().values()).extracting(Cell::dot).containsOnly(NOW);
        assertThat(folded.version().registers()).containsOnlyKeys("a", "b", "c");
        assertThat(folded.version().total("n")).isEqualByComparingTo("7");
        assertThat(folded.version().counters().get("n").sums().get(EU).net()).isEqualByComparingTo("2");
        // An item older than its replication.
        Folded first = fold.plain(record(item(strange, null), item(strange, s("touched"))), ShadowRow.NONE);
        assertThat(first.event()).isEqualTo(Event.GAP);
        assertThat(first.version().existence()).isEqualTo(NOW);
        assertThat(first.version().content()).isEqualTo(strange);
    }

    private StoredItem applied(StoredItem before, Version to, String... changed) {
        Attributes wanted = to.content();
        return item(
                wanted,
                eu.own()
                        .update(
                                before,
                                eu.own().birth(before),
                                to,
                                wanted,
                                Set.of(changed),
                                new TreeMap<>(),
                                to.fingerprint(wanted))
                        .clock());
    }

    @Test
    void anEchoThatKnewEverythingChangesNothing() {
        Version local = set(inserted(none(), eu(1)), eu(2), "a", "x");
        StoredItem before = item(local.content(), null);
        Folded folded = fold.own(record(before, applied(before, set(local, us(3), "b", "y"), "b")), row(local));
        assertThat(folded.event()).isEqualTo(Event.OWN_WRITE);
        assertThat(folded.row()).isNull();
        assertThat(folded.version()).isNull();
        assertThat(folded.settled()).isTrue();
    }

    @Test
    void anEchoThatDidNotKnowAllDescribesTheItem() {
        Version seen = set(inserted(none(), eu(1)), eu(2), "a", "x");
        Version folded = set(seen, eu(4), "c", "folded");
        StoredItem before = item(folded.content(), null);
        Version both = set(folded, us(3), "b", "y");
        // Our write was decided before c was folded, so its clock does not name c; the item has it.
        StoredItem after = item(
                both.content(),
                applied(item(seen.content(), null), set(seen, us(3), "b", "y"), "b")
                        .clock());
        Folded own = fold.own(record(before, after), row(folded));
        assertThat(own.event()).isEqualTo(Event.OWN_WRITE);
        assertThat(own.version()).isNull();
        assertThat(own.row().clock().registers()).containsOnlyKeys("a", "b", "c");
        assertThat(own.row().fingerprint()).isEqualTo(both.fingerprint(both.content()));
        assertThat(own.settled()).isTrue();
    }

    @Test
    void ourWriteOverALocalWriteThatItDidNotKnowGetsALocalDot() {
        Version seen = set(set(inserted(none(), eu(1)), eu(2), "a", "x"), eu(2), "b", "y");
        // a was written to z and back to x: our write, which knew neither, was let through.
        Version folded = set(seen, eu(9_000), "a", "x");
        StoredItem after = applied(item(seen.content(), null), set(seen, us(3), "a", "us"), "a");
        Folded nil = fold.own(record(item(folded.content(), null), after), row(folded));
        assertThat(nil.event()).isEqualTo(Event.NIL_WRITE);
        assertThat(nil.version().registers().get("a")).isEqualTo(Cell.of(NOW, s("us")));
        assertThat(nil.version().registers().get("b").dot()).isEqualTo(eu(2));
        assertThat(nil.version().vector().has(NOW)).isTrue();
        assertThat(nil.settled()).isTrue();
        assertThat(nil.conflicts()).hasSize(1);
    }

    @Test
    void aCounterThatShowsSomethingElseGetsTheDifference() {
        Version seen = added(inserted(none(), eu(1)), eu(2), "n", 5);
        Version ours = set(added(seen, us(3), "n", 2), us(3), "a", "x");
        StoredItem shows = item(
                attributes("a", s("x"), "n", n(10)),
                eu.own().insert(KEY, ours).item().clock());
        Folded folded = fold.own(record(item(seen.content(), null), shows), row(seen));
        assertThat(folded.event()).isEqualTo(Event.NIL_WRITE);
        assertThat(folded.version().total("n")).isEqualByComparingTo("10");
        assertThat(folded.version().counters().get("n").sums().get(EU).net()).isEqualByComparingTo("8");
        StoredItem text = item(attributes("a", s("x"), "n", s("?")), shows.clock());
        Folded asText = fold.own(record(item(seen.content(), null), text), row(seen));
        assertThat(asText.version().registers().get("n")).isEqualTo(Cell.of(NOW, s("?")));
    }

    @Test
    void ourDeleteIsFoldedWithoutADot() {
        Version known = set(inserted(none(), us(1)), us(1), "a", "x");
        StoredItem dead = eu.own().insert(KEY, deleted(known, us(5))).item();
        StoredItem marked = item(known.content(), dead.clock());
        Folded folded = fold.own(record(marked, null), row(known));
        assertThat(folded.version()).isNull();
        assertThat(folded.row().clock().deleted()).isEqualTo(us(5));
        assertThat(folded.row().fingerprint()).isNull();
        assertThat(folded.settled()).isTrue();
    }

    @Test
    void whatADeleteOfOursTookWithoutKnowingItIsKept() {
        Version known = set(inserted(none(), us(1)), us(1), "a", "x");
        Version late = set(known, eu(9), "b", "late");
        StoredItem dead = eu.own().insert(KEY, deleted(known, us(5))).item();
        Folded folded = fold.own(record(item(late.content(), dead.clock()), null), row(late));
        assertThat(folded.row().clock().isLive()).isTrue();
        assertThat(folded.row().lost()).isEqualTo(Map.of("b", Cell.of(eu(9), s("late"))));
        assertThat(folded.settled()).isFalse();
        // The next record that shows the item again has the value too.
        Version again = folded.row().clock().valued(attributes(), folded.row().lost());
        assertThat(text(again, "b")).isEqualTo("late");
    }

    @Test
    void anInsertOfOursThatADeleteHadTakenAlreadyIsJournalled() {
        Version old = set(inserted(none(), us(1)), us(1), "a", "x");
        StoredItem inserted = eu.own().insert(KEY, old).item();
        Version dead = deleted(none(), eu(9));
        ShadowRow row = new ShadowRow(dead, SequenceNumber.of(41), null, new TreeMap<>(), List.of());
        Folded folded = fold.own(record(null, inserted), row);
        assertThat(folded.conflicts())
                .contains(new Conflict(KEY, "a", "lww", Reason.UNDONE_INSERT, Cell.of(us(1), s("x")), eu(9), null));
        assertThat(folded.settled()).isFalse();
    }

    @Test
    void aGapBeforeOurWriteTakesInWhatTheItemShows() {
        Version known = set(inserted(none(), us(1)), us(1), "a", "x");
        StoredItem strange = item(attributes("a", s("x"), "b", s("?")), null);
        ItemWrite.Update recount = eu.own().recount(strange, KeyState.of(home(EU), strange, row(known)));
        Folded folded = fold.own(record(strange, strange.with(strange.attributes(), recount.clock())), row(known));
        assertThat(folded.event()).isEqualTo(Event.GAP);
        assertThat(folded.version().registers())
                .isEqualTo(Map.of("a", Cell.of(NOW, s("x")), "b", Cell.of(NOW, s("?"))));
        // Of an item of which nothing is known, too: it exists from now on.
        ItemWrite.Update first = eu.own().recount(strange, KeyState.of(home(EU), strange, ShadowRow.NONE));
        Folded unknown = fold.own(record(strange, strange.with(strange.attributes(), first.clock())), ShadowRow.NONE);
        assertThat(unknown.event()).isEqualTo(Event.GAP);
        assertThat(unknown.version().existence()).isEqualTo(NOW);
    }

    @Test
    void thereIsNoOwnWriteWithoutAClock() {
        assertThatIllegalStateException()
                .isThrownBy(() -> fold.own(record(null, item(attributes(), null)), ShadowRow.NONE));
    }

    @Test
    void whatIsLeftOfAnEarlierLifeIsToBeSettled() {
        // A delete that took z came without a record of its own: z is shown, and no write of it stands.
        Version known = set(inserted(none(), us(1)), us(1), "a", "x");
        Attributes shown = attributes("a", s("x"), "z", s("left over"));
        ShadowRow row =
                new ShadowRow(known, SequenceNumber.of(41), known.fingerprint(shown), new TreeMap<>(), List.of());
        StreamRecord record = record(item(shown, null), item(shown.with("a", s("y")), null));
        assertThat(fold.plain(record, row).settled()).isFalse();
        assertThat(fold.plain(record, row).version().registers()).containsOnlyKeys("a");
        assertThat(plain(known, attributes("a", s("y"))).settled()).isTrue();
    }

    @Test
    void ourInsertOverALocalRemovalThatItDidNotKnowIsWhatTheItemShows() {
        Version removed = set(inserted(none(), us(1)), us(50_000), "a", null);
        StoredItem inserted = eu.own()
                .insert(KEY, set(inserted(none(), us(1)), us(2), "a", "x"))
                .item();
        Folded folded = fold.own(record(null, inserted), row(removed));
        assertThat(folded.event()).isEqualTo(Event.NIL_WRITE);
        assertThat(text(folded.version(), "a")).isEqualTo("x");
    }
}
