package dev.rejoin.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.aws.control.Direction.Note;
import dev.rejoin.aws.control.PolicyRecord;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.policy.PolicySource.InForce;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.ConflictResolver;
import dev.rejoin.policy.Deletes;
import dev.rejoin.policy.MergePolicy;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CurrentPolicyTest {
    private static final MergePolicy COUNTERS = MergePolicy.counting(Set.of("stock"));
    private static final ItemKey KEY = ItemKey.of("pk", "order#1");

    private final AtomicLong now = new AtomicLong(1_000_000);
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger waits = new AtomicInteger();
    private Supplier<CompletableFuture<PolicyRecord>> control =
            () -> CompletableFuture.completedFuture(PolicyRecord.NONE);
    private Supplier<List<ConflictResolver>> resolvers = List::of;

    private final CurrentPolicy current = new CurrentPolicy(
            () -> {
                reads.incrementAndGet();
                return control.get();
            },
            new PolicyReader(ReplicatedTable.of("orders", "pk"), COUNTERS, () -> resolvers.get()),
            now::get,
            CurrentPolicy.FRESH,
            waits::incrementAndGet);

    private static PolicyRecord record(long version, int format, String text) {
        return new PolicyRecord(version, format, text, new Note(version, "ada", ""));
    }

    private void put(long version, String text) {
        control = () -> CompletableFuture.completedFuture(record(version, 1, text));
    }

    private void breakControl() {
        control = () -> CompletableFuture.failedFuture(new IllegalStateException("throttled"));
    }

    private InForce ask() {
        return current.inForce().join();
    }

    private void assertWaits(String words) {
        int before = waits.get();
        assertThatThrownBy(this::ask)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(UnknownPolicyException.class)
                .hasMessageContaining(words);
        assertThat(waits.get()).isEqualTo(before + 1);
    }

    @Test
    void withoutAPolicyTheConfigurationHolds() {
        assertThat(ask()).isEqualTo(new InForce(0, COUNTERS));
        assertThat(waits).hasValue(0);
    }

    @Test
    void aChangeIsSeenAfterFiveSecondsAndReadNoMoreOften() {
        put(1, "rules: [{attributes: {tags: set}}]");
        InForce first = ask();
        assertThat(first.version()).isEqualTo(1);
        assertThat(first.policy().at(KEY).of("tags").name()).isEqualTo("set");
        put(2, "deletes: delete-wins");
        now.addAndGet(4_999);
        assertThat(ask()).isSameAs(first);
        assertThat(reads).hasValue(1);
        now.addAndGet(1);
        assertThat(ask().policy().deletes()).isEqualTo(Deletes.DELETE_WINS);
        assertThat(reads).hasValue(2);
    }

    @Test
    void whatIsStillInForceIsTheSameInstance() {
        put(1, "deletes: newest");
        InForce first = ask();
        now.addAndGet(5_000);
        assertThat(ask()).isSameAs(first);
        assertThat(reads).hasValue(2);
    }

    @Test
    void atFirstNothingIsGuessed() {
        breakControl();
        assertWaits("throttled");
        put(1, "deletes: newest");
        assertThat(ask().version()).isEqualTo(1);
    }

    @Test
    void theLastPolicyHoldsForAMinuteWithoutAControlTable() {
        put(1, "deletes: newest");
        InForce first = ask();
        breakControl();
        for (int seconds = 0; seconds < 59; seconds++) {
            assertThat(ask()).isSameAs(first);
            now.addAndGet(1_000);
        }
        assertThat(reads.get()).as("reads in a minute").isLessThanOrEqualTo(13);
        now.addAndGet(1_000);
        assertWaits("throttled");
        put(2, "deletes: delete-wins");
        assertThat(ask().version()).isEqualTo(2);
    }

    @Test
    void whatCannotBeFollowedWaitsUntilItCan() {
        put(1, "deletes: newest");
        ask();
        now.addAndGet(5_000);
        control = () -> CompletableFuture.completedFuture(record(2, 2, "deletes: newest"));
        assertWaits("version 2 of the policy of orders is of format 2, and this release knows 1");
        assertWaits("format 2");
        assertThat(reads).as("reads of what cannot be followed").hasValue(2);
        now.addAndGet(5_000);
        put(3, "rules: [{attributes: {tags: bag}}]");
        assertWaits("unknown type 'bag'");
        now.addAndGet(5_000);
        put(4, "deletes: newest");
        assertThat(ask().version()).isEqualTo(4);
    }

    @Test
    void aResolverThatIsNotDeployedYetIsWaitedFor() {
        put(1, "rules: [{attributes: {note: custom:longest}}]");
        assertWaits("no resolver 'longest' on the class path");
        resolvers = () -> {
            throw new ServiceConfigurationError("no such class");
        };
        now.addAndGet(5_000);
        assertWaits("a resolver on the class path cannot be made");
        resolvers = () -> List.of(new Longest());
        now.addAndGet(5_000);
        assertThat(ask().policy().at(KEY).of("note").name()).isEqualTo("custom:longest");
    }

    private static final class Longest implements ConflictResolver {
        @Override
        public String name() {
            return "longest";
        }

        @Override
        public Value resolve(ItemKey key, String attribute, Candidate older, Candidate newer) {
            return newer.value();
        }
    }

    @Test
    void oneReadServesAllWhoAskMeanwhile() {
        CompletableFuture<PolicyRecord> slow = new CompletableFuture<>();
        control = () -> slow;
        CompletableFuture<InForce> one = current.inForce();
        CompletableFuture<InForce> other = current.inForce();
        assertThat(one).isNotDone();
        slow.complete(record(1, 1, "deletes: newest"));
        assertThat(one.join()).isSameAs(other.join());
        assertThat(reads).hasValue(1);
    }

    @Test
    void aControlTableThatNeverAnswersDelaysABatchBySeconds() {
        put(1, "deletes: newest");
        InForce first = ask();
        control = CompletableFuture::new;
        now.addAndGet(5_000);
        assertThat(current.inForce())
                .succeedsWithin(java.time.Duration.ofSeconds(20))
                .isSameAs(first);
    }

    @Test
    void aClockThatWasPutBackMakesItReadAgain() {
        ask();
        put(1, "deletes: newest");
        now.addAndGet(-3_600_000);
        assertThat(ask().version()).isEqualTo(1);
    }

    @Test
    void whatWorksByAPolicyIsMadeOnceForEach() {
        AtomicInteger made = new AtomicInteger();
        PerPolicy<Integer> parts = new PerPolicy<>(current, policy -> made.incrementAndGet());
        put(1, "deletes: newest");
        assertThat(parts.now().join().part()).isEqualTo(1);
        now.addAndGet(5_000);
        assertThat(parts.now().join().part()).isEqualTo(1);
        now.addAndGet(5_000);
        put(2, "deletes: delete-wins");
        assertThat(parts.now().join())
                .extracting(PerPolicy.Made::part, PerPolicy.Made::version)
                .containsExactly(2, 2L);
        now.addAndGet(5_000);
        put(3, "nonsense");
        assertThat(parts.now()).isCompletedExceptionally();
    }
}
