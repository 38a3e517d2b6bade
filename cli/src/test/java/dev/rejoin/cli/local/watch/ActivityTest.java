package dev.rejoin.cli.local.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ActivityTest {
    private final Activity activity = new Activity();

    @Test
    void waitsForAConditionAndIsWokenByChanges() throws InterruptedException {
        AtomicBoolean ready = new AtomicBoolean();
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
            ready.set(true);
            activity.changed();
        });
        assertThat(activity.await(ready::get, Duration.ofSeconds(10))).isTrue();
        other.join();
    }

    @Test
    void looksAreNoChanges() {
        activity.looked();
        assertThat(activity.changes()).isZero();
        activity.changed();
        assertThat(activity.changes()).isEqualTo(1);
    }

    @Test
    void patienceEnds() throws InterruptedException {
        assertThat(activity.await(() -> false, Duration.ofMillis(10))).isFalse();
    }
}
