package dev.rejoin.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FuturesTest {
    @Test
    void allHasTheResultsInOrderAndWaitsForEveryFuture() {
        CompletableFuture<Integer> slow = new CompletableFuture<>();
        CompletableFuture<List<Integer>> all = Futures.all(List.of(slow, CompletableFuture.completedFuture(2)));
        assertThat(all).isNotDone();
        slow.complete(1);
        assertThat(all.join()).containsExactly(1, 2);
        CompletableFuture<Integer> later = new CompletableFuture<>();
        CompletableFuture<List<Integer>> failing =
                Futures.all(List.of(CompletableFuture.failedFuture(new IOException()), later));
        assertThat(failing).isNotDone();
        later.complete(1);
        assertThat(failing).isCompletedExceptionally();
    }

    @Test
    void onlyOurOwnMessagesAreTold() {
        Throwable ours = new CompletionException(new CompletionException(new IllegalStateException("ours")));
        assertThat(Futures.name(ours)).isEqualTo("IllegalStateException: ours");
        assertThat(Futures.name(new CompletionException(new IOException("alice@example.org"))))
                .isEqualTo("IOException");
        assertThat(Futures.name(new IOException(new IllegalStateException("inner"))))
                .isEqualTo("IOException");
        Throwable bare = new CompletionException("bare", null);
        assertThat(Futures.cause(bare)).isSameAs(bare);
    }
}
