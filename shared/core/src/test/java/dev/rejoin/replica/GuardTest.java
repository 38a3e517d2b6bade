package dev.rejoin.replica;

import static dev.rejoin.replica.FakeRegion.home;
import static dev.rejoin.version.Versions.AP;
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

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridTime;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.Outcome.Reason;
import dev.rejoin.version.Counter;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.math.BigDecimal;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GuardTest {
    private static final ReplicaConfig CONFIG = ReplicaConfig.of(home(EU), Set.of(US, AP), MergePolicy.REGISTERS);
    private static final Version ITEM = set(inserted(none(), us(1)), us(1), "a", "x");
    private static final Actor STRANGER = new Actor("sa-east-1");

    private static Reason check(long now, Version version) {
        return Guard.check(CONFIG, now, version);
    }

    @Test
    void aClockMayBeAheadByTheBoundAndNotMore() {
        long last = HybridTime.ofMillis(160_001) - 1;
        assertThat(check(100_000, set(ITEM, new Dot(last, US), "a", "y"))).isEqualTo(Reason.NONE);
        assertThat(check(100_000, set(ITEM, new Dot(last + 1, US), "a", "y"))).isEqualTo(Reason.CLOCK_AHEAD);
        assertThat(check(100_001, set(ITEM, new Dot(last + 1, US), "a", "y"))).isEqualTo(Reason.NONE);
        assertThat(check(100_000, deleted(ITEM, new Dot(last + 1, US)))).isEqualTo(Reason.CLOCK_AHEAD);
        assertThat(check(100_000, added(ITEM, new Dot(last + 1, US), "n", 1))).isEqualTo(Reason.CLOCK_AHEAD);
        // What was merely seen counts too: it would be in every later dot.
        assertThat(check(
                        100_000,
                        new VersionBuilder(ITEM).seen(new Dot(last + 1, US)).build()))
                .isEqualTo(Reason.CLOCK_AHEAD);
    }

    @Test
    void onlyRegionsOfThisTableAreKnown() {
        Dot stranger = new Dot(us(2).time(), STRANGER);
        assertThat(check(10, set(ITEM, stranger, "a", "y"))).isEqualTo(Reason.UNKNOWN_ACTOR);
        assertThat(check(10, new VersionBuilder(ITEM).seen(stranger).build())).isEqualTo(Reason.UNKNOWN_ACTOR);
        assertThat(check(10, added(ITEM, stranger, "n", 1))).isEqualTo(Reason.UNKNOWN_ACTOR);
        assertThat(check(10, set(ITEM, eu(2), "a", "y"))).isEqualTo(Reason.NONE);
    }

    @Test
    void aFormerRegionAndALaterIncarnationAreKnown() {
        Version former = set(ITEM, new Dot(us(2).time(), STRANGER), "a", "y");
        assertThat(Guard.check(CONFIG.withFormer(Set.of(STRANGER)), 10, former)).isEqualTo(Reason.NONE);
        Version later = set(ITEM, new Dot(us(2).time(), new Actor(US.name() + ".2")), "a", "y");
        assertThat(check(10, later)).isEqualTo(Reason.NONE);
        assertThat(check(10, set(ITEM, new Dot(us(2).time(), new Actor(US.name() + ".x")), "a", "y")))
                .isEqualTo(Reason.UNKNOWN_ACTOR);
    }

    @Test
    void whatIsNoVersionIsMalformed() {
        assertThat(check(10, none())).isEqualTo(Reason.MALFORMED);
        assertThat(check(10, new VersionBuilder(none()).seen(us(1)).build())).isEqualTo(Reason.MALFORMED);
        assertThat(check(10, ITEM.bare())).isEqualTo(Reason.MALFORMED);
        Version old = new Version(ITEM.vector(), us(2), null, ITEM.registers(), ITEM.counters());
        assertThat(check(10, old)).isEqualTo(Reason.MALFORMED);
        assertThat(check(10, ITEM)).isEqualTo(Reason.NONE);
    }

    @Test
    void aWriteOfOursThatWeNeverMadeIsRefused() {
        Version known = set(ITEM, eu(5), "a", "y");
        assertThat(Guard.check(CONFIG, 10, known, known)).isEqualTo(Reason.NONE);
        assertThat(Guard.check(CONFIG, 10, known, set(known, us(6), "a", "z"))).isEqualTo(Reason.NONE);
        assertThat(Guard.check(CONFIG, 10, known, set(known, eu(6), "a", "z"))).isEqualTo(Reason.NEVER_ISSUED);
        assertThat(Guard.check(
                        CONFIG, 10, known, new VersionBuilder(known).seen(eu(6)).build()))
                .isEqualTo(Reason.NEVER_ISSUED);
        assertThat(Guard.check(
                        CONFIG,
                        10,
                        known,
                        new VersionBuilder(none()).existence(eu(6)).build()))
                .isEqualTo(Reason.NEVER_ISSUED);
        assertThat(Guard.check(CONFIG, 10, none(), added(none(), eu(1), "n", 1)))
                .isEqualTo(Reason.NEVER_ISSUED);
    }

    @Test
    void aWriteOfOursThatMayBeForgottenIsTaken() {
        long day = Capture.OLD_MILLIS;
        Version ours = set(none(), new Dot(HybridTime.ofMillis(5), EU), "a", "z");
        assertThat(Guard.check(CONFIG, day + 5, none(), ours)).isEqualTo(Reason.NONE);
        assertThat(Guard.check(CONFIG, day + 4, none(), ours)).isEqualTo(Reason.NEVER_ISSUED);
    }

    @Test
    void countersHaveToFitInANumber() {
        Version most = new VersionBuilder(none())
                .counter("n", Counter.of(null, US, new Counter.Sum(1, new BigDecimal("9".repeat(38)))))
                .build();
        assertThat(Guard.countersFit(most)).isTrue();
        // One more is 1E38, which is one digit again; two more are not.
        assertThat(Guard.countersFit(added(most, us(2), "n", 1))).isTrue();
        assertThat(Guard.countersFit(added(most, us(2), "n", 2))).isFalse();
        assertThat(Guard.countersFit(none())).isTrue();
    }
}
