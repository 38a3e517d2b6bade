package dev.rejoin.cli.chaos.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.cli.local.hint.LocalHintQueue;
import dev.rejoin.cli.local.watch.Activity;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.HintQueue.Hint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegionStateTest {
    private static final Actor US = new Actor("us-east-1");
    private static final ItemKey ONE = ItemKey.of("id", "item 1");
    private static final ItemKey TWO = ItemKey.of("id", "Ä\n2");

    @TempDir
    private Path folder;

    private RegionState open() {
        return new RegionState(folder, "id");
    }

    private static LocalHintQueue queue(RegionState state) {
        return new LocalHintQueue(new Activity(), Duration.ofMillis(1), Duration.ofMillis(1), state);
    }

    @Test
    void whatIsOwedIsOwedByTheNextProcess() throws Exception {
        RegionState state = open();
        LocalHintQueue queue = queue(state);
        queue.owe(US, List.of(ONE, TWO)).get(10, TimeUnit.SECONDS);
        // Not closed: the process is killed.

        LocalHintQueue next = queue(open());

        assertThat(next.take(US, 10)).extracting(Hint::key).containsExactlyInAnyOrder(ONE, TWO);
    }

    @Test
    void whatWasSettledStaysSettled() throws Exception {
        RegionState state = open();
        LocalHintQueue queue = queue(state);
        queue.owe(US, List.of(ONE, TWO)).get(10, TimeUnit.SECONDS);
        queue.settle(queue.take(US, 1).get(0)).get(10, TimeUnit.SECONDS);
        // In the file when a later line is.
        queue.owe(US, List.of(TWO)).get(10, TimeUnit.SECONDS);
        state.close();

        assertThat(queue(open()).take(US, 10)).extracting(Hint::key).containsExactly(TWO);
    }

    @Test
    void aLineThatWasCutOffDoesNotCount() throws IOException {
        RegionState state = open();
        state.owed(US, List.of(ONE)).join();
        state.close();
        Files.writeString(folder.resolve("state.log"), "owed us-east-1 aXRl", StandardOpenOption.APPEND);

        RegionState next = open();

        assertThat(next.kept().get(US)).containsExactly(ONE);
        next.close();
        assertThat(queue(open()).size(US)).isOne();
    }

    @Test
    void readingGoesOnWhereItWasDone() throws IOException {
        RegionState state = open();
        assertThat(state.readUpTo(5_000)).isEqualTo(5_000);
        state.doneUpTo(9_000);
        state.owed(US, List.of(ONE)).join();
        state.close();

        assertThat(open().readUpTo(5_000)).isEqualTo(9_000);
    }
}
