package dev.rejoin.replica;

import static dev.rejoin.replica.FakeRegion.KEY;
import static dev.rejoin.replica.FakeRegion.OTHER;
import static dev.rejoin.replica.FakeRegion.attributes;
import static dev.rejoin.replica.FakeRegion.s;
import static dev.rejoin.version.Versions.EU;
import static dev.rejoin.version.Versions.ap;
import static dev.rejoin.version.Versions.inserted;
import static dev.rejoin.version.Versions.none;
import static dev.rejoin.version.Versions.us;
import static dev.rejoin.version.Versions.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.AttributePolicy;
import dev.rejoin.policy.ConflictResolver;
import dev.rejoin.policy.DataTypes;
import dev.rejoin.policy.Deletes;
import dev.rejoin.policy.KeyRule;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.Conflict.Reason;
import dev.rejoin.replica.Outcome.Kind;
import dev.rejoin.version.Version;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A resolver that answers now and then, as one does that is too slow now and then. */
class ResolverTroubleTest {
    private static final AttributePolicy OWN = DataTypes.custom("older");
    private static final Version BASE = inserted(none(), us(1));
    private static final Version OLDER = written(BASE, us(5), OWN, "own", s("older"));
    private static final Version NEWER = written(BASE, ap(6), OWN, "own", s("newer"));

    private final Older resolver = new Older();
    private final FakeRegion eu = new FakeRegion(EU);
    private final Applier applier = new Applier(eu.replica()
            .withPolicy(new MergePolicy(
                    List.of(KeyRule.ofAll(Map.of("own", OWN))), Deletes.NEWEST_WINS, List.of(resolver))));

    /** The older of two, as long as it answers. */
    private static final class Older implements ConflictResolver {
        int answersLeft = Integer.MAX_VALUE;
        int calls;

        @Override
        public String name() {
            return "older";
        }

        @Override
        public Value resolve(ItemKey key, String attribute, Candidate older, Candidate newer) {
            calls++;
            if (key.equals(KEY) && answersLeft-- <= 0) {
                throw new IllegalStateException("too slow");
            }
            return older.value();
        }
    }

    private List<Kind> apply(Version version) {
        return applier.apply(List.of(new Shipment(KEY, version), new Shipment(OTHER, version))).join().stream()
                .map(Outcome::kind)
                .toList();
    }

    private String shown(ItemKey key) {
        Value value = eu.store.items.get(key).attributes().get("own");
        return value instanceof Value.S text ? text.text() : "nothing";
    }

    /** Whichever of its calls it fails: the item shows what the journal says, or is as before and its version comes again. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void whatIsJournalledIsWhatIsShownAndOtherKeysGoOn(int answers) {
        apply(OLDER);
        resolver.answersLeft = answers;
        List<Kind> outcomes = apply(NEWER);
        assertThat(outcomes.get(1)).as("the other key").isEqualTo(Kind.MERGED);
        assertThat(shown(OTHER)).isEqualTo("older");
        if (outcomes.get(0) == Kind.WAIT) {
            assertThat(eu.shown()).isEqualTo(attributes("own", s("older")));
            assertThat(eu.journal).extracting(Conflict::key).containsOnly(OTHER);
            resolver.answersLeft = Integer.MAX_VALUE;
            assertThat(apply(NEWER)).containsExactly(Kind.MERGED, Kind.STALE);
        }
        boolean fell = shown(KEY).equals("newer");
        assertThat(fell).isEqualTo(answers == 0);
        List<Conflict> ofKey = eu.journal.stream()
                .filter(conflict -> conflict.key().equals(KEY))
                .toList();
        assertThat(ofKey).isNotEmpty().allSatisfy(conflict -> {
            assertThat(conflict.reason()).isEqualTo(fell ? Reason.RESOLVER_FAILED : Reason.CONCURRENT_WRITES);
            assertThat(conflict.loser().value()).isEqualTo(s(fell ? "older" : "newer"));
        });
    }

    /** A resolver that hangs costs its deadline once for a merge. */
    @Test
    void oneThatFailsIsAskedOnceForAMerge() {
        apply(OLDER);
        resolver.answersLeft = 0;
        resolver.calls = 0;
        assertThat(applier.apply(List.of(new Shipment(KEY, NEWER))).join())
                .extracting(Outcome::kind)
                .containsExactly(Kind.MERGED);
        assertThat(resolver.calls).isEqualTo(1);
    }
}
