package dev.rejoin.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.ItemWrite;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.WriteResult;
import dev.rejoin.version.ShadowRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** What the parts of the contract share: a fresh key for each test, and steps in the words of the port. */
abstract class StoreTest {
    static final Value CLOCK = bytes("clock of an own write");
    static final Value NEXT_CLOCK = bytes("clock of the next one");
    static final Value OTHER_CLOCK = bytes("clock of somebody else");
    static final Attributes SOME = Attributes.of(Map.of("a", new Value.S("x"), "n", Value.N.of(7)));

    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final long DEADLINE_SECONDS = 30;

    StoreFixture fixture;
    ItemKey key;

    protected abstract StoreFixture open(KeyShape shape);

    @BeforeEach
    void openTable() {
        fixture = open(KeyShape.S);
        key = newKey();
    }

    static ItemKey newKey() {
        return KeyShape.S.key(NUMBERS.incrementAndGet());
    }

    static Value bytes(String text) {
        return new Value.B(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
    }

    Optional<StoredItem> item() {
        return item(key);
    }

    Optional<StoredItem> item(ItemKey of) {
        return Optional.ofNullable(await(fixture.store().readItems(List.of(of))).get(of));
    }

    Optional<ShadowRow> shadow() {
        return Optional.ofNullable(
                await(fixture.store().readShadows(List.of(key))).get(key));
    }

    WriteResult<StoredItem> write(ItemWrite write) {
        return await(fixture.store().write(write));
    }

    WriteResult<ShadowRow> writeShadow(ShadowRow row, ShadowRow asRead) {
        return await(fixture.store().writeShadow(key, row, asRead));
    }

    WriteResult<ShadowRow> writeTombstone(ShadowRow row, ShadowRow asRead) {
        return await(fixture.store().writeTombstone(key, row, asRead));
    }

    /** An item under the test's key. */
    StoredItem stored(Attributes attributes, @Nullable Value clock) {
        return new StoredItem(key, attributes, clock);
    }

    /** An application's item with a clock, as it is after an own write. */
    StoredItem given(Attributes attributes, @Nullable Value clock) {
        fixture.put(key, attributes, clock);
        return stored(attributes, clock);
    }

    /** The write must be refused, tell the item as it is, and change nothing. */
    void assertRefused(ItemWrite refused, @Nullable StoredItem current) {
        assertThat(write(refused)).isEqualTo(WriteResult.refused(Optional.ofNullable(current)));
        assertThat(item()).isEqualTo(Optional.ofNullable(current));
    }

    /** The write must be too large, and change nothing. */
    void assertTooLarge(ItemWrite tooLarge, @Nullable StoredItem current) {
        assertThat(write(tooLarge)).isEqualTo(WriteResult.tooLarge());
        assertThat(item()).isEqualTo(Optional.ofNullable(current));
    }

    void assertDone(ItemWrite done, Attributes attributes, @Nullable Value clock) {
        assertThat(write(done)).isEqualTo(WriteResult.done());
        assertThat(item()).contains(stored(attributes, clock));
    }
}
