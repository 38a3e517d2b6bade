package dev.rejoin.aws.incarnation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

@Timeout(60)
class CurrentTableTest {
    private static final TableIdentity ONE = new TableIdentity("one", 1_000);
    private static final TableIdentity TWO = new TableIdentity("two", 2_000);

    private @Nullable TableRecord kept;
    private CompletableFuture<TableIdentity> there = CompletableFuture.completedFuture(ONE);
    private int looks;
    private int refused;
    private long now = 100_000;
    private boolean controlBroken;
    private @Nullable TableRecord raced;

    private final TableRecords records = new TableRecords() {
        @Override
        public CompletableFuture<@Nullable TableRecord> read() {
            return controlBroken ? throttled() : CompletableFuture.completedFuture(kept);
        }

        @Override
        public CompletableFuture<Boolean> write(TableRecord next, @Nullable TableRecord asRead) {
            if (raced != null) {
                kept = raced;
                raced = null;
                return CompletableFuture.completedFuture(false);
            }
            kept = next;
            return CompletableFuture.completedFuture(true);
        }
    };

    private final CurrentTable table = new CurrentTable(
            "table orders",
            () -> {
                looks++;
                return there;
            },
            records,
            () -> now,
            () -> refused++);

    private static <T> CompletableFuture<T> throttled() {
        return CompletableFuture.failedFuture(new IllegalStateException("throttled"));
    }

    private void pass(Duration time) {
        now += time.toMillis();
    }

    /** Nobody may work, and nobody is told that the table was replaced. */
    private void assertNotKnown() {
        int before = refused;
        assertThatThrownBy(table.now()::join)
                .hasCauseInstanceOf(UnknownTableException.class)
                .hasMessageContaining("table orders");
        assertThat(refused).as("counted as replaced").isEqualTo(before);
    }

    private void assertReplaced() {
        int before = refused;
        assertThatThrownBy(table.now()::join).hasCauseInstanceOf(ReplacedTableException.class);
        assertThat(refused).as("counted as replaced").isEqualTo(before + 1);
    }

    /** Whichever of the two cannot be asked. */
    private void breakLook(String part) {
        if (part.equals("control table")) {
            controlBroken = true;
        } else {
            there = throttled();
        }
    }

    @Test
    void theFirstTableIsTheOneToReplicate() {
        assertThat(table.now().join()).isEqualTo(TableRecord.first(ONE)).isEqualTo(kept);
        assertThat(refused).isZero();
    }

    @Test
    void aLookHoldsForAWhile() {
        table.now().join();
        now += CurrentTable.FRESH.toMillis() - 1;
        table.now().join();
        assertThat(looks).isEqualTo(1);
        now += 1;
        table.now().join();
        assertThat(looks).isEqualTo(2);
        now -= 60_000;
        table.now().join();
        assertThat(looks).as("a clock that was put back").isEqualTo(3);
    }

    @Test
    void anotherTableOfItsNameIsRefusedUntilItIsTakenOver() {
        table.now().join();
        there = CompletableFuture.completedFuture(TWO);
        now += CurrentTable.FRESH.toMillis();
        assertThatThrownBy(table.now()::join)
                .hasCauseInstanceOf(ReplacedTableException.class)
                .hasMessageContaining("rejoin regions restored");
        assertThat(refused).isEqualTo(1);
        assertThatThrownBy(table.now()::join).hasCauseInstanceOf(ReplacedTableException.class);
        assertThat(looks).as("a refusal does not hold").isEqualTo(3);
        kept = TableRecord.first(ONE).replacedBy(TWO, 1);
        assertThatThrownBy(table.now()::join).hasMessageContaining("being taken over");
        kept = kept.readied();
        assertThat(table.now().join()).isEqualTo(kept);
    }

    @Test
    void whoComesSecondTakesWhatTheFirstOneWrote() {
        raced = TableRecord.first(TWO);
        assertThatThrownBy(table.now()::join).hasCauseInstanceOf(ReplacedTableException.class);
        assertThat(kept).isEqualTo(TableRecord.first(TWO));
        kept = null;
        raced = TableRecord.first(ONE);
        assertThat(table.now().join()).isEqualTo(TableRecord.first(ONE));
    }

    @Test
    void whileOneLooksOthersWaitForIt() {
        CompletableFuture<TableIdentity> slow = new CompletableFuture<>();
        there = slow;
        CompletableFuture<TableRecord> first = table.now();
        CompletableFuture<TableRecord> second = table.now();
        assertThat(looks).isEqualTo(1);
        slow.complete(ONE);
        assertThat(first.join()).isEqualTo(second.join());
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "control table"})
    void whatWasNeverSeenIsNotWorkedOnNorCountedAsReplaced(String part) {
        breakLook(part);
        assertNotKnown();
        assertNotKnown();
        assertThat(looks).as("asked again at once").isEqualTo(2);
        there = CompletableFuture.completedFuture(ONE);
        controlBroken = false;
        assertThat(table.now().join()).isEqualTo(TableRecord.first(ONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "control table"})
    void whatWasSeenHoldsForHalfAMinuteWhileOneCannotLook(String part) {
        TableRecord first = table.now().join();
        breakLook(part);
        for (int second = 0; second < 30; second++) {
            assertThat(table.now().join()).isSameAs(first);
            pass(Duration.ofSeconds(1));
        }
        assertThat(looks).as("no oftener than otherwise").isEqualTo(3);
        assertNotKnown();
        there = CompletableFuture.completedFuture(ONE);
        controlBroken = false;
        assertThat(table.now().join()).isEqualTo(first);
        breakLook(part);
        pass(CurrentTable.FRESH);
        assertThat(table.now().join()).as("it holds again").isEqualTo(first);
    }

    /** The times in docs/adr/0020: of template.yaml's functions that no operator starts, the longest may take a minute. */
    @Test
    void whatHoldsAndTheLongestBatchEndInLessThanTwoMinutes() {
        assertThat(CurrentTable.LONGEST.plus(Duration.ofSeconds(60))).isLessThan(Duration.ofMinutes(2));
    }

    @Test
    void aTableThatIsGoneHoldsNoLonger() {
        table.now().join();
        pass(CurrentTable.FRESH);
        there = CompletableFuture.failedFuture(
                ResourceNotFoundException.builder().message("gone").build());
        assertNotKnown();
        there = throttled();
        assertNotKnown();
    }

    @Test
    void anotherTableHoldsNothingThoughTheControlTableDoesNotSayWhichIsRight() {
        table.now().join();
        pass(CurrentTable.FRESH);
        there = CompletableFuture.completedFuture(TWO);
        controlBroken = true;
        assertNotKnown();
        controlBroken = false;
        assertReplaced();
    }

    @Test
    void aTakeoverHoldsNothingThoughTheTableIsNotSeen() {
        table.now().join();
        pass(CurrentTable.FRESH);
        kept = TableRecord.first(ONE).replacedBy(TWO, 1);
        there = throttled();
        assertNotKnown();
    }

    @Test
    void afterAnotherWasSeenNothingHolds() {
        table.now().join();
        pass(CurrentTable.FRESH);
        there = CompletableFuture.completedFuture(TWO);
        assertReplaced();
        there = throttled();
        assertNotKnown();
    }

    @Test
    void aClockThatWasPutBackLetsNothingHold() {
        table.now().join();
        there = throttled();
        now -= 60_000;
        assertNotKnown();
    }

    @Test
    void whoThrowsWhenAskedCannotBeLookedAtEither() {
        TableRecord first = table.now().join();
        CurrentTable broken = new CurrentTable(
                "table orders",
                () -> {
                    throw new IllegalStateException("no client");
                },
                records,
                () -> now,
                () -> refused++);
        assertThatThrownBy(broken.now()::join).hasMessageContaining("no client");
        assertThat(refused).isZero();
        assertThat(table.now().join()).isEqualTo(first);
    }

    @Test
    void aTableThatNeverAnswersDelaysABatchBySeconds() {
        TableRecord first = table.now().join();
        pass(CurrentTable.FRESH);
        there = new CompletableFuture<>();
        assertThat(table.now()).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(first);
    }
}
