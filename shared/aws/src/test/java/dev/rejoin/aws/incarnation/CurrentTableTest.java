package dev.rejoin.aws.incarnation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CurrentTableTest {
    private static final TableIdentity ONE = new TableIdentity("one", 1_000);
    private static final TableIdentity TWO = new TableIdentity("two", 2_000);

    private @Nullable TableRecord kept;
    private CompletableFuture<TableIdentity> there = CompletableFuture.completedFuture(ONE);
    private int looks;
    private int refused;
    private long now = 100_000;
    private @Nullable TableRecord raced;

    private final TableRecords records = new TableRecords() {
        @Override
        public CompletableFuture<@Nullable TableRecord> read() {
            return CompletableFuture.completedFuture(kept);
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

    @Test
    void whatCannotBeLookedAtIsNotWorkedOn() {
        there = CompletableFuture.failedFuture(new IllegalStateException("no answer"));
        assertThatThrownBy(table.now()::join).hasMessageContaining("no answer");
        assertThat(refused).isEqualTo(1);
        there = CompletableFuture.completedFuture(ONE);
        assertThat(table.now().join()).isEqualTo(TableRecord.first(ONE));
    }
}
