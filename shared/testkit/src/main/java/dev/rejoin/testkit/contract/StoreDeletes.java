package dev.rejoin.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.item.Value;
import dev.rejoin.replica.ItemWrite;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.WriteResult;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Conditional deletes. */
abstract class StoreDeletes extends StoreTest {
    @Test
    void deletesWhatIsAsRead() {
        given(SOME, CLOCK);

        assertThat(write(delete(SOME.get("a"), null))).isEqualTo(WriteResult.done());
        assertThat(item()).isEmpty();
    }

    @Test
    void deletesWithTheClockAsItsOnlyCondition() {
        given(SOME, CLOCK);

        assertThat(write(new ItemWrite.Delete(key, CLOCK, new TreeMap<>()))).isEqualTo(WriteResult.done());
        assertThat(item()).isEmpty();
    }

    @Test
    void isRefusedWhereNothingIs() {
        assertRefused(delete(null, null), null);
    }

    @Test
    void isRefusedWhenTheClockIsAnotherOrGone() {
        assertRefused(delete(SOME.get("a"), null), given(SOME, OTHER_CLOCK));
        assertRefused(delete(SOME.get("a"), null), given(SOME, null));
    }

    @Test
    void isRefusedWhenAnAttributeIsNotAsRead() {
        StoredItem current = given(SOME, CLOCK);

        assertRefused(delete(new Value.S("y"), null), current);
        assertRefused(delete(null, null), current);
        assertRefused(delete(SOME.get("a"), new Value.S("")), current);
    }

    @Test
    void leavesTheShadowRow() {
        given(SOME, CLOCK);
        writeShadow(ShadowRows.row(1), dev.rejoin.version.ShadowRow.NONE);

        write(delete(SOME.get("a"), null));

        assertThat(shadow()).contains(ShadowRows.row(1));
    }

    /** Deletes if the clock, {@code a} and {@code b} are as read. */
    private ItemWrite.Delete delete(@Nullable Value a, @Nullable Value b) {
        SortedMap<String, Optional<Value>> asRead = new TreeMap<>();
        asRead.put("a", Optional.ofNullable(a));
        asRead.put("b", Optional.ofNullable(b));
        return new ItemWrite.Delete(key, CLOCK, asRead);
    }
}
