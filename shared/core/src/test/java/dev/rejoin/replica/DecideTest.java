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

import dev.rejoin.clock.Dot;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.Value;
import dev.rejoin.policy.Deletes;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.Outcome.Kind;
import dev.rejoin.replica.Outcome.Reason;
import dev.rejoin.version.Counter;
import dev.rejoin.version.ItemClock;
import dev.rejoin.version.SequenceNumber;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DecideTest {
    private static final Version LOCAL = added(set(inserted(none(), eu(1)), eu(1), "a", "x"), eu(1), "n", 5);

    private final FakeRegion eu = new FakeRegion(EU);

    private Decision decide(StoredItem item, ShadowRow shadow, Version sent) {
        return new Decide(eu.config(), eu.own(), () -> 0, true).apply(KEY, item, shadow, sent);
    }

    private static StoredItem item(Attributes attributes) {
        return new StoredItem(KEY, attributes, null);
    }

    private static ShadowRow row(Version version) {
        return new ShadowRow(
                version, SequenceNumber.of(1), version.fingerprint(version.content()), new TreeMap<>(), List.of(3L));
    }

    /** Of a key that is absent here. */
    private static ShadowRow gone(Version version) {
        return new ShadowRow(version, SequenceNumber.of(1), null, new TreeMap<>(), List.of(3L));
    }

    /** To an item that is as the row says. */
    private Decision decide(Version local, Version sent) {
        return decide(item(local.content()), row(local), sent);
    }

    private static Outcome finished(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Finish.class);
        return ((Decision.Finish) decision).outcome();
    }

    private static ItemWrite.Update update(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Write.class);
        return (ItemWrite.Update) ((Decision.Write) decision).write();
    }

    private static ItemClock clock(Value bytes) {
        return ItemClock.read(((Value.B) bytes).buffer());
    }

    // ---- absent

    @Test
    void anUnknownItemIsInserted() {
        Version sent = set(inserted(none(), us(1)), us(1), "a", "x");
        Decision decision = decide(null, ShadowRow.NONE, sent);
        assertThat(decision).isInstanceOf(Decision.Write.class);
        Decision.Write write = (Decision.Write) decision;
        StoredItem item = ((ItemWrite.Insert) write.write()).item();
        assertThat(item.attributes()).isEqualTo(attributes("a", s("x")));
        assertThat(write.outcome().kind()).isEqualTo(Kind.APPLIED);
        ItemClock clock = clock(item.clock());
        assertThat(clock.home()).isEqualTo(home(EU).of(KEY));
        assertThat(clock.birth()).isEqualTo(clock.id());
        assertThat(clock.version()).isEqualTo(sent.bare());
        assertThat(clock.change()).isEqualTo(ItemClock.change(sent, Attributes.NONE, item.attributes()));
        assertThat(clock.fingerprint()).isEqualTo(sent.fingerprint(item.attributes()));
    }

    @Test
    void overATombstoneOnlyWhatIsNewerIsInserted() {
        Version dead = deleted(LOCAL, eu(5));
        assertThat(finished(decide(null, gone(dead), set(none(), us(4), "a", "y")))
                        .kind())
                .isEqualTo(Kind.STALE);
        Decision newer = decide(null, gone(dead), set(none(), us(6), "a", "y"));
        assertThat(newer).isInstanceOf(Decision.Write.class);
        assertThat(((Decision.Write) newer).outcome().kind()).isEqualTo(Kind.MERGED);
        assertThat(((ItemWrite.Insert) ((Decision.Write) newer).write()).item().attributes())
                .isEqualTo(attributes("a", s("y"), "n", n(5)));
    }

    @Test
    void aDeleteOfAnAbsentItemIsNotedInTheRow() {
        Version sent = deleted(none(), us(5));
        Decision first = decide(null, ShadowRow.NONE, sent);
        assertThat(first).isInstanceOf(Decision.Tombstone.class);
        Decision.Tombstone tombstone = (Decision.Tombstone) first;
        assertThat(tombstone.row().clock()).isEqualTo(sent);
        assertThat(tombstone.row().fingerprint()).isNull();
        assertThat(tombstone.outcome().kind()).isEqualTo(Kind.APPLIED);
        Decision.Tombstone second = (Decision.Tombstone) decide(null, gone(deleted(LOCAL, eu(2))), sent);
        assertThat(second.row().sequence()).isEqualTo(SequenceNumber.of(1));
        assertThat(second.row().buried()).containsExactly(3L);
        assertThat(second.outcome().kind()).isEqualTo(Kind.MERGED);
    }

    @Test
    void whileADeleteIsStillToBeFoldedAnAbsentItemWaits() {
        Decision decision = decide(null, row(LOCAL), set(LOCAL, us(6), "a", "y"));
        assertThat(finished(decision)).isEqualTo(Outcome.WAIT);
        assertThat(finished(decide(null, row(LOCAL), LOCAL)).kind()).isEqualTo(Kind.STALE);
    }

    // ---- present

    @Test
    void anItemOfWhichNothingIsKnownWaitsForItsInsertToBeFolded() {
        Version sent = set(inserted(none(), us(1)), us(1), "a", "y");
        assertThat(finished(decide(item(attributes("a", s("x"))), ShadowRow.NONE, sent)))
                .isEqualTo(Outcome.WAIT);
    }

    @Test
    void onlyWhatIsNewerIsWrittenOnConditionThatNothingMoved() {
        Version sent = set(set(set(none(), us(9), "a", "new"), us(9), "b", "more"), us(9), "gone", null);
        ItemWrite.Update update = update(decide(LOCAL, sent));
        assertThat(update.set()).isEqualTo(Map.of("a", s("new"), "b", s("more")));
        assertThat(update.remove()).isEmpty();
        assertThat(update.add()).isEmpty();
        assertThat(update.clockAsRead()).isNull();
        assertThat(update.asRead())
                .isEqualTo(Map.of("a", Optional.of(s("x")), "b", Optional.empty(), "gone", Optional.empty()));
        ItemClock clock = clock(update.clock());
        assertThat(clock.birth()).isZero();
        assertThat(clock.version().vector().has(us(9))).isTrue();
        assertThat(clock.version().vector().has(eu(1))).isTrue();
    }

    @Test
    void aRemovalIsARemoval() {
        ItemWrite.Update update = update(decide(LOCAL, set(none(), us(9), "a", null)));
        assertThat(update.remove()).containsExactly("a");
        assertThat(update.set()).isEmpty();
    }

    @Test
    void aNewDotOfTheSameValueIsWrittenToo() {
        ItemWrite.Update update = update(decide(LOCAL, set(LOCAL, us(9), "a", "x")));
        assertThat(update.set()).isEqualTo(Map.of("a", s("x")));
        assertThat(update.asRead()).containsOnlyKeys("a");
    }

    @Test
    void whatIsKnownAlreadyIsStaleAndWhatMetIsTold() {
        assertThat(finished(decide(LOCAL, LOCAL)).kind()).isEqualTo(Kind.STALE);
        assertThat(finished(decide(LOCAL, set(none(), new Dot(1, US), "a", "old"))))
                .isEqualTo(Outcome.of(Kind.STALE, 1));
    }

    @Test
    void appliedIsWhatWasSentAndMergedIsBoth() {
        assertThat(((Decision.Write) decide(LOCAL, set(LOCAL, us(9), "a", "y")))
                        .outcome()
                        .kind())
                .isEqualTo(Kind.APPLIED);
        assertThat(((Decision.Write) decide(LOCAL, set(none(), us(9), "b", "y")))
                        .outcome()
                        .kind())
                .isEqualTo(Kind.MERGED);
    }

    @Test
    void countersAreAddedTo() {
        ItemWrite.Update update = update(decide(LOCAL, added(added(LOCAL, us(9), "n", -2), us(9), "m", 0)));
        assertThat(update.add()).containsOnlyKeys("m", "n");
        assertThat(update.add().get("n")).isEqualByComparingTo("-2");
        assertThat(update.add().get("m")).isZero();
        assertThat(update.set()).isEmpty();
    }

    @Test
    void aRegisterThatBecomesACounterIsSet() {
        Version register = set(inserted(none(), eu(1)), eu(1), "n", "text");
        Version sent = added(register, us(9), "n", 4);
        ItemWrite.Update update = update(decide(register, sent));
        assertThat(update.set()).isEqualTo(Map.of("n", n(4)));
        assertThat(update.add()).isEmpty();
    }

    @Test
    void overUnfoldedWritesARegisterWaits() {
        StoredItem dirty = item(LOCAL.content().with("b", s("unfolded")));
        assertThat(finished(decide(dirty, row(LOCAL), set(LOCAL, us(9), "a", "y"))))
                .isEqualTo(Outcome.WAIT);
        // Without a clock on the item, which a condition could name, counters wait too.
        assertThat(finished(decide(dirty, row(LOCAL), added(LOCAL, us(9), "n", 1))))
                .isEqualTo(Outcome.WAIT);
    }

    @Test
    void overUnfoldedWritesCountersAreAddedIfTheItemHasOurClock() {
        StoredItem ours = eu.own().insert(KEY, LOCAL).item();
        StoredItem dirty = ours.with(ours.attributes().with("b", s("unfolded")), ours.clock());
        ItemWrite.Update update = update(decide(dirty, ShadowRow.NONE, added(LOCAL, us(9), "n", 1)));
        assertThat(update.add().get("n")).isEqualByComparingTo("1");
        assertThat(update.asRead()).isEmpty();
        assertThat(update.clockAsRead()).isEqualTo(ours.clock());
        // It still describes the item as it was before the unfolded write.
        assertThat(clock(update.clock()).fingerprint())
                .isEqualTo(clock(ours.clock()).fingerprint());
    }

    @Test
    void aDeleteDeletesUnlessACounterMoved() {
        Decision decision = decide(LOCAL, deleted(LOCAL, us(9)));
        assertThat(decision).isInstanceOf(Decision.Delete.class);
        assertThat(((Decision.Delete) decision).dead().deleted()).isEqualTo(us(9));
        assertThat(((Decision.Delete) decision).outcome().kind()).isEqualTo(Kind.APPLIED);
        StoredItem counted = item(LOCAL.content().with("n", n(6)));
        assertThat(finished(decide(counted, row(LOCAL), deleted(LOCAL, us(9))))).isEqualTo(Outcome.WAIT);
    }

    @Test
    void concurrentValuesAreToldBeforeTheyAreOverwritten() {
        Version local = set(LOCAL, eu(2), "a", "eu");
        assertThat(decide(local, set(LOCAL, us(9), "a", "us")).conflicts())
                .extracting(conflict -> conflict.loser().dot())
                .containsExactly(eu(2));
        // Not while local writes are pending: what is told then is told again.
        StoredItem dirty = item(local.content().with("b", s("unfolded")));
        assertThat(decide(dirty, row(local), set(LOCAL, us(9), "a", "us")).conflicts())
                .isEmpty();
    }

    // ---- refusals

    @Test
    void whatWeNeverIssuedIsRefusedThereOrNot() {
        Version sent = set(LOCAL, eu(8), "a", "restored");
        assertThat(finished(decide(LOCAL, sent))).isEqualTo(Outcome.refused(Reason.NEVER_ISSUED));
        assertThat(finished(decide(null, gone(deleted(LOCAL, eu(2))), sent)))
                .isEqualTo(Outcome.refused(Reason.NEVER_ISSUED));
        assertThat(finished(decide(null, ShadowRow.NONE, sent))).isEqualTo(Outcome.refused(Reason.NEVER_ISSUED));
    }

    @Test
    void aCounterBeyondEveryNumberIsRefused() {
        Version huge = new VersionBuilder(none())
                .seen(us(9))
                .counter(
                        "n",
                        Counter.of(null, US, new Counter.Sum(us(9).time(), new BigDecimal("1" + "0".repeat(36) + "2"))))
                .build();
        assertThat(decide(LOCAL, huge)).isInstanceOf(Decision.Write.class);
        Version tooHuge = new VersionBuilder(none())
                .seen(us(9))
                .counter(
                        "n",
                        Counter.of(null, US, new Counter.Sum(us(9).time(), new BigDecimal("1" + "0".repeat(37) + "2"))))
                .build();
        assertThat(finished(decide(LOCAL, tooHuge))).isEqualTo(Outcome.refused(Reason.COUNTER_OUT_OF_RANGE));
        assertThat(finished(decide(null, ShadowRow.NONE, tooHuge)))
                .isEqualTo(Outcome.refused(Reason.COUNTER_OUT_OF_RANGE));
    }

    @Test
    void anItemThatWouldPassTheLimitWithItsClockIsRefused() {
        Version sent = set(inserted(none(), us(9)), us(9), "a", "y".repeat(1_000));
        int inserted = 5 + 1 + 1_000 + 255 + clockOf(decide(null, ShadowRow.NONE, sent));
        eu.itemLimit = inserted;
        assertThat(decide(null, ShadowRow.NONE, sent)).isInstanceOf(Decision.Write.class);
        eu.itemLimit = inserted - 1;
        assertThat(finished(decide(null, ShadowRow.NONE, sent))).isEqualTo(Outcome.refused(Reason.ITEM_TOO_LARGE));
        assertThat(decide(null, ShadowRow.NONE, sent).conflicts()).isEmpty();
        eu.itemLimit = 1_000;
        assertThat(finished(decide(LOCAL, sent))).isEqualTo(Outcome.refused(Reason.ITEM_TOO_LARGE));
        // What makes it smaller goes through.
        assertThat(decide(LOCAL, set(none(), us(9), "a", null))).isInstanceOf(Decision.Write.class);
    }

    private static int clockOf(Decision decision) {
        return ((Value.B) ((ItemWrite.Insert) ((Decision.Write) decision).write())
                        .item()
                        .clock())
                .length();
    }

    // ---- slices

    @Test
    void aWideChangeGoesInSlicesUntilOneWriteIsEnough() {
        eu.sliceSize = 2;
        Version sent = added(LOCAL, us(9), "n", 1);
        for (String name : List.of("b", "c", "d", "e")) {
            sent = set(sent, us(9), name, name);
        }
        StoredItem item = item(LOCAL.content());
        int slices = 0;
        Decision decision = decide(item, row(LOCAL), sent);
        while (decision instanceof Decision.Slice slice) {
            ItemWrite.Update update = (ItemWrite.Update) slice.write();
            assertThat(update.set()).hasSize(2);
            assertThat(update.add()).isEmpty();
            // A part has not seen what was sent: a write that is still missing would pass for replaced.
            assertThat(clock(update.clock()).version().vector()).isEqualTo(LOCAL.vector());
            TreeMap<String, Value> after = new TreeMap<>(item.attributes().asMap());
            after.putAll(update.set());
            item = item.with(Attributes.of(after), update.clock());
            assertThat(KeyState.of(home(EU), item, row(LOCAL)).clean()).isTrue();
            slices++;
            decision = decide(item, row(LOCAL), sent);
        }
        assertThat(slices).isEqualTo(1);
        ItemWrite.Update last = update(decision);
        assertThat(last.set()).containsOnlyKeys("d", "e");
        assertThat(last.add()).containsOnlyKeys("n");
        assertThat(clock(last.clock()).version().sameAs(sent)).isTrue();
        assertThat(clock(last.clock()).version().vector()).isEqualTo(sent.vector());
    }

    @Test
    void registersThatADeleteTakesGoInSlicesAsRemovals() {
        eu.sliceSize = 2;
        Version local = LOCAL;
        for (String name : List.of("b", "c", "d", "e")) {
            local = set(local, eu(1), name, name);
        }
        Version sent = set(deleted(none(), us(5)), us(9), "z", "new");
        Decision decision = decide(local, sent);
        assertThat(decision).isInstanceOf(Decision.Slice.class);
        ItemWrite.Update update = (ItemWrite.Update) ((Decision.Slice) decision).write();
        assertThat(update.remove()).containsExactly("a", "b");
        Version part = clock(update.clock()).version();
        assertThat(part.registers().get("a").isRemoved()).isTrue();
        assertThat(part.registers().get("a").dot()).isEqualTo(us(5));
        assertThat(part.deleted()).isNull();
        assertThat(part.registers().get("c").dot()).isEqualTo(eu(1));
    }

    @Test
    void whereItemsAreKeptWhatADeleteTakesGoesAtOnce() {
        eu.sliceSize = 2;
        eu.policy = new MergePolicy(List.of(), Deletes.KEEP_ITEM, List.of());
        Version local = set(set(set(inserted(none(), eu(1)), eu(1), "a", "x"), eu(1), "b", "x"), eu(1), "c", "x");
        Version sent = set(deleted(none(), us(5)), us(9), "z", "new");
        Decision decision = decide(local, sent);
        assertThat(decision).isInstanceOf(Decision.Clear.class);
        Version dead = ((Decision.Clear) decision).dead();
        assertThat(dead.isLive()).isFalse();
        assertThat(dead.deleted()).isEqualTo(us(5));
        assertThat(dead.vector()).as("nothing is said of what came after it").isEqualTo(local.vector());
    }

    @Test
    void whatNobodyKnowsOfIsTakenAwayWithoutALeftover() {
        eu.sliceSize = 1;
        Version local = inserted(deleted(none(), us(5)), us(6));
        Version sent = set(set(local, us(9), "y", "new"), us(9), "z", "new");
        StoredItem shows = item(Attributes.of(Map.of("gone", s("x"))));
        Decision decision = decide(
                shows,
                new ShadowRow(
                        local, SequenceNumber.of(1), local.fingerprint(shows.attributes()), new TreeMap<>(), List.of()),
                sent);
        ItemWrite.Update update = (ItemWrite.Update) ((Decision.Slice) decision).write();
        assertThat(update.remove()).containsExactly("gone");
        assertThat(clock(update.clock()).version().registers()).isEmpty();
    }

    @Test
    void countersAloneAreNeverSliced() {
        eu.sliceSize = 1;
        Version local = set(set(inserted(none(), eu(1)), eu(1), "n", "x"), eu(1), "m", "y");
        ItemWrite.Update update = update(decide(local, added(added(local, us(9), "n", 1), us(9), "m", 2)));
        assertThat(update.set()).isEqualTo(Map.of("m", n(2), "n", n(1)));
    }
}
