package dev.rejoin.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.ConflictResolver;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

/** Resolvers that keep the laws pass; each that breaks one is caught, with a case of a few small values. */
class ResolverLawsTest {
    private static ConflictResolver by(BinaryOperator<ConflictResolver.Candidate> choice) {
        return resolver((older, newer) -> choice.apply(older, newer).value());
    }

    private interface Resolve {
        Value of(ConflictResolver.Candidate older, ConflictResolver.Candidate newer);
    }

    private static ConflictResolver resolver(Resolve resolve) {
        return new ConflictResolver() {
            @Override
            public String name() {
                return "tried";
            }

            @Override
            public Value resolve(ItemKey key, String attribute, Candidate older, Candidate newer) {
                return resolve.of(older, newer);
            }
        };
    }

    private static Violation broken(ConflictResolver resolver) {
        Optional<Violation> found = ResolverLaws.of(resolver).check();
        assertThat(found).isPresent();
        assertThat(ResolverLaws.of(resolver).check().map(Violation::law))
                .hasValue(found.get().law());
        return found.get();
    }

    private static String text(ConflictResolver.Candidate candidate) {
        return candidate.value() instanceof Value.S s ? s.text() : "";
    }

    private static final List<Value> WORDS = List.of(new Value.S("new"), new Value.S("paid"), new Value.S("sent"));

    @Test
    void theNewestPasses() {
        assertThat(ResolverLaws.of(by((older, newer) -> newer)).check()).isEmpty();
    }

    @Test
    void aUnionOfSetsPasses() {
        ConflictResolver union = resolver((older, newer) -> {
            if (older.value() instanceof Value.SS a && newer.value() instanceof Value.SS b) {
                Set<String> all = new LinkedHashSet<>(a.texts());
                all.addAll(b.texts());
                return new Value.SS(all);
            }
            return older.value() instanceof Value.SS ? older.value() : newer.value();
        });
        assertThat(ResolverLaws.of(union).check()).isEmpty();
    }

    private static final Comparator<ConflictResolver.Candidate> BY_LENGTH =
            Comparator.comparingInt(one -> text(one).length());

    @Test
    void theLongestTextPassesOnSamplesToo() {
        Comparator<ConflictResolver.Candidate> order = BY_LENGTH.thenComparing(ResolverLawsTest::text);
        ConflictResolver longest = by((older, newer) -> order.compare(older, newer) > 0 ? older : newer);
        assertThat(ResolverLaws.of(longest).withSamples(WORDS).check()).isEmpty();
    }

    /** What two gave is as new as the newer of them, whichever it was taken from: the newest is no way to settle a draw. */
    @Test
    void theLongestTextAndOfTwoThatAreTheNewestIsCaught() {
        ConflictResolver longest = by((older, newer) -> BY_LENGTH.compare(older, newer) > 0 ? older : newer);
        assertThat(broken(longest).law()).isIn(Law.COMMUTATIVE, Law.ASSOCIATIVE);
    }

    @Test
    void theOlderIsCaught() {
        Violation found = broken(by((older, newer) -> older));
        assertThat(found.law()).isIn(Law.COMMUTATIVE, Law.ASSOCIATIVE);
        assertThat(found.steps()).hasSize(3);
    }

    @Test
    void concatenationIsCaughtWithTheSmallestCase() {
        Violation found =
                broken(resolver((older, newer) -> older.value() instanceof Value.S || newer.value() instanceof Value.S
                        ? new Value.S(text(older) + text(newer))
                        : newer.value()));
        assertThat(found.law()).isEqualTo(Law.IDEMPOTENT);
        assertThat(found.steps()).hasSize(1);
        assertThat(found.steps().get(0)).matches("\"[abc]\" of .*");
        assertThat(found.toString()).contains("IDEMPOTENT", "merged with itself");
    }

    @Test
    void theMeanOfNumbersIsCaught() {
        Violation found = broken(resolver((older, newer) -> {
            if (older.value() instanceof Value.N a && newer.value() instanceof Value.N b) {
                return new Value.N(a.number().add(b.number()).divideToIntegralValue(java.math.BigDecimal.valueOf(2)));
            }
            return newer.value();
        }));
        assertThat(found.law()).isIn(Law.IDEMPOTENT, Law.ASSOCIATIVE, Law.COMMUTATIVE);
    }

    @Test
    void oneThatCountsItsCallsIsCaught() {
        AtomicInteger calls = new AtomicInteger();
        ConflictResolver counting = by((older, newer) -> calls.incrementAndGet() % 2 == 0 ? older : newer);
        Optional<Violation> found = ResolverLaws.of(counting).check();
        assertThat(found).isPresent();
        assertThat(found.get().law()).isEqualTo(Law.DETERMINISTIC);
    }

    @Test
    void oneThatThrowsIsCaught() {
        Violation found = broken(resolver((older, newer) -> {
            if (older.value() == null) {
                throw new IllegalStateException("no value");
            }
            return newer.value();
        }));
        assertThat(found.law()).isEqualTo(Law.ANSWERS);
        assertThat(found.other()).contains("IllegalStateException");
        assertThat(found.steps()).allMatch(step -> step.startsWith("absent"));
    }

    @Test
    void oneThatNeverReturnsIsCaught() {
        ConflictResolver stuck = resolver((older, newer) -> {
            hang();
            return newer.value();
        });
        Optional<Violation> found =
                ResolverLaws.of(stuck).within(Duration.ofMillis(200)).check();
        assertThat(found).isPresent();
        assertThat(found.get().law()).isEqualTo(Law.ANSWERS);
        assertThat(found.get().steps()).hasSize(3);
    }

    /** Long before all has been tried, and with the values that it was asked for. */
    @Test
    void oneThatFindsNoEndForSomeValuesIsCaughtWithThese() {
        ConflictResolver stuck = resolver((older, newer) -> {
            if (older.value() == null && newer.value() instanceof Value.S) {
                hang();
            }
            return newer.value();
        });
        Violation found =
                ResolverLaws.of(stuck).within(Duration.ofDays(1)).check().orElseThrow();
        assertThat(found.law()).isEqualTo(Law.ANSWERS);
        assertThat(found.other()).isEqualTo("it was waited for 1000 ms");
        assertThat(found.steps()).hasSize(2);
        assertThat(found.steps().get(0)).startsWith("absent");
        assertThat(found.steps().get(1)).startsWith("\"");
    }

    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void onlyGivenSamplesShowWhatIsWrongWithSomeValues() {
        ConflictResolver picky =
                by((older, newer) -> text(older).equals("paid") && !text(newer).equals("new") ? older : newer);
        assertThat(ResolverLaws.of(picky).check()).isEmpty();
        assertThat(ResolverLaws.of(picky).withSamples(WORDS).check()).isPresent();
    }
}
