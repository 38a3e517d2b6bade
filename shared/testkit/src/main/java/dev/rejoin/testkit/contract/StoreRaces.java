package dev.rejoin.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.Value;
import dev.rejoin.replica.ItemWrite;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.WriteResult;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Conditional writes side by side: of those that read the same, exactly one is done. */
abstract class StoreRaces extends StoreTest {
    private static final int WRITERS = 6;
    private static final int ROUNDS = 10;
    private static final int ADDS = 10;

    private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @RepeatedTest(ROUNDS)
    void oneInsertWins() {
        var results = race(i -> fixture.store().write(new ItemWrite.Insert(stored(number(i), clock(i)))));

        int winner = winner(results);
        assertThat(item()).contains(stored(number(winner), clock(winner)));
        assertLosersSee(results, Optional.of(stored(number(winner), clock(winner))));
    }

    @RepeatedTest(ROUNDS)
    void oneUpdateWins() {
        given(SOME, CLOCK);
        var results = race(i -> fixture.store()
                .write(new UpdateBuilder(key, clock(i), CLOCK).add("n", "1").build()));

        StoredItem after = stored(SOME.with("n", Value.N.of(8)), clock(winner(results)));
        assertThat(item()).contains(after);
        assertLosersSee(results, Optional.of(after));
    }

    @RepeatedTest(ROUNDS)
    void oneDeleteWins() {
        given(SOME, CLOCK);
        var results = race(i -> fixture.store().write(new ItemWrite.Delete(key, CLOCK, new TreeMap<>())));

        winner(results);
        assertThat(item()).isEmpty();
        assertLosersSee(results, Optional.empty());
    }

    @RepeatedTest(ROUNDS)
    void oneShadowRowWins() {
        var results = race(i -> fixture.store().writeShadow(key, ShadowRows.row(i + 1), ShadowRow.NONE));

        ShadowRow after = ShadowRows.row(winner(results) + 1);
        assertThat(shadow()).contains(after);
        assertLosersSee(results, Optional.of(after));
    }

    @RepeatedTest(ROUNDS)
    void neverBothATombstoneAndAnItemFromNothing() {
        CompletableFuture<Boolean> inserted = started(
                        () -> fixture.store().write(new ItemWrite.Insert(stored(SOME, CLOCK))))
                .thenApply(WriteResult::isDone);
        CompletableFuture<Boolean> buried = started(
                        () -> fixture.store().writeTombstone(key, ShadowRows.row(1), ShadowRow.NONE))
                .thenApply(WriteResult::isDone);

        // Both may be done, in this order only: the tombstone's check came before the insert.
        assertThat(await(inserted)).isEqualTo(item().isPresent());
        assertThat(await(buried)).isEqualTo(shadow().isPresent());
        assertThat(await(inserted) || await(buried)).isTrue();
        assertThat(writeTombstone(ShadowRows.row(2), shadow().orElse(ShadowRow.NONE))
                        .isDone())
                .isEqualTo(item().isEmpty());
    }

    /** Read, add one if nothing moved, and again: what a lost race tells is enough to go on from. */
    @Test
    void noneOfManyIncrementsIsLost() {
        given(Attributes.of("n", Value.N.ZERO), null);
        List<CompletableFuture<Void>> writers = IntStream.range(0, WRITERS)
                .mapToObj(i -> CompletableFuture.runAsync(() -> increment(i), threads))
                .toList();
        writers.forEach(StoreTest::await);

        assertThat(item().orElseThrow().attributes()).isEqualTo(Attributes.of("n", Value.N.of(WRITERS * ADDS)));
        assertThat(fixture.records(key, 1 + WRITERS * ADDS)).hasSize(1 + WRITERS * ADDS);
    }

    private void increment(int writer) {
        StoredItem seen = item().orElseThrow();
        for (int done = 0; done < ADDS; ) {
            Value before = seen.attributes().get("n");
            Value after = new Value.N(Version.number(before).add(BigDecimal.ONE));
            WriteResult<StoredItem> result = write(new UpdateBuilder(key, clock(writer * ADDS + done), seen.clock())
                    .set("n", after)
                    .asRead("n", before)
                    .build());
            done += result.isDone() ? 1 : 0;
            seen = result.isDone() ? item().orElseThrow() : result.current().orElseThrow();
        }
    }

    private <T> List<WriteResult<T>> race(IntFunction<CompletableFuture<WriteResult<T>>> write) {
        List<CompletableFuture<WriteResult<T>>> running = IntStream.range(0, WRITERS)
                .mapToObj(i -> started(() -> write.apply(i)))
                .toList();
        return running.stream().map(StoreTest::await).toList();
    }

    private <T> CompletableFuture<T> started(Supplier<CompletableFuture<T>> write) {
        return CompletableFuture.completedFuture(write).thenComposeAsync(Supplier::get, threads);
    }

    private static <T> int winner(List<WriteResult<T>> results) {
        List<Integer> winners = IntStream.range(0, results.size())
                .filter(i -> results.get(i).isDone())
                .boxed()
                .toList();
        assertThat(winners).hasSize(1);
        return winners.get(0);
    }

    private static <T> void assertLosersSee(List<WriteResult<T>> results, Optional<T> current) {
        assertThat(results.stream().filter(result -> !result.isDone()))
                .hasSize(WRITERS - 1)
                .containsOnly(WriteResult.refused(current));
    }

    private static Attributes number(int i) {
        return Attributes.of("i", Value.N.of(i));
    }

    private static Value clock(int i) {
        return bytes("clock " + i);
    }
}
