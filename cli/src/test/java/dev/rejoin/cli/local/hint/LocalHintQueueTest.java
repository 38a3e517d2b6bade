package dev.rejoin.cli.local.hint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.cli.local.watch.Activity;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.HintQueue.Hint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LocalHintQueueTest {
    private static final Actor US = new Actor("us");
    private static final Actor AP = new Actor("ap");
    private static final ItemKey A = ItemKey.of("id", "a");
    private static final ItemKey B = ItemKey.of("id", "b");

    private final Activity activity = new Activity();
    private final LocalHintQueue queue = new LocalHintQueue(activity, Duration.ofMillis(20), Duration.ofMillis(80));

    @Test
    void whatIsOwedStaysUntilSettled() throws Exception {
        owe(US, List.of(A, B));
        assertThat(queue.take(US, 10)).extracting(Hint::key).containsExactly(A, B);
        List<Hint> again = queue.take(US, 10);
        again.forEach(this::settle);
        assertThat(queue.size(US)).isZero();
        assertThat(activity.changes()).isEqualTo(3);
    }

    @Test
    void noMoreAreTakenThanAskedFor() throws Exception {
        owe(US, List.of(A, B));
        assertThat(queue.take(US, 1)).hasSize(1);
    }

    @Test
    void eachPeerIsOwedForItself() throws Exception {
        owe(US, List.of(A));
        owe(AP, List.of(A));
        settle(queue.take(US, 1).get(0));
        assertThat(queue.size(US)).isZero();
        assertThat(queue.size(AP)).isEqualTo(1);
    }

    @Test
    void aKeyOwedAgainSinceIsNotSettled() throws Exception {
        owe(US, List.of(A));
        Hint taken = queue.take(US, 1).get(0);
        owe(US, List.of(A));
        settle(taken);
        assertThat(queue.size(US)).isEqualTo(1);
        assertThat(queue.take(US, 1).get(0).receipt()).isNotEqualTo(taken.receipt());
    }

    @Test
    void aPostponedHintIsDueLaterAndDoesNotKeepOthersBack() throws Exception {
        owe(US, List.of(A));
        Hint slow = queue.take(US, 1).get(0);
        long began = System.nanoTime();
        queue.postpone(List.of(slow));
        owe(US, List.of(B));
        assertThat(queue.take(US, 10)).extracting(Hint::key).containsExactly(B);
        settle(queue.take(US, 10).get(0));
        assertThat(queue.take(US, 10)).containsExactly(slow);
        assertThat(System.nanoTime() - began)
                .isGreaterThan(Duration.ofMillis(20).toNanos());
    }

    @Test
    void aKeyOwedAgainIsDueAtOnce() throws Exception {
        owe(US, List.of(A));
        Hint first = queue.take(US, 1).get(0);
        queue.postpone(List.of(first));
        owe(US, List.of(A));
        queue.postpone(List.of(first));
        assertThat(queue.take(US, 1)).isNotEqualTo(List.of(first));
    }

    @Test
    void whoeverWaitsIsWoken() throws Exception {
        CompletableFuture<List<Hint>> taken = CompletableFuture.supplyAsync(() -> {
            try {
                return queue.take(US, 1);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        owe(US, List.of(A));
        assertThat(taken.get(10, TimeUnit.SECONDS)).hasSize(1);
    }

    private void owe(Actor peer, List<ItemKey> keys) {
        queue.owe(peer, keys).join();
    }

    private void settle(Hint hint) {
        queue.settle(hint).join();
    }
}
