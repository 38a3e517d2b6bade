package dev.rejoin.testkit.store;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.StoredItem;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A write as an application makes it: no condition, and no idea of a clock. */
public sealed interface PlainWrite {
    ItemKey key();

    /** The item after the write, null if there is none. */
    @Nullable
    StoredItem on(@Nullable StoredItem before);

    /**
     * PutItem: replaces everything.
     *
     * @param clock the reserved attribute's value, null for none; an application that read the item whole puts it back
     */
    record Put(ItemKey key, Attributes attributes, @Nullable Value clock) implements PlainWrite {
        @Override
        public StoredItem on(@Nullable StoredItem before) {
            return new StoredItem(key, attributes, clock);
        }
    }

    /**
     * UpdateItem: leaves the reserved attribute as it is, and creates the item if there is none.
     *
     * @param change from the attributes before to those after; free of side effects
     */
    record Update(ItemKey key, UnaryOperator<Attributes> change) implements PlainWrite {
        @Override
        public StoredItem on(@Nullable StoredItem before) {
            StoredItem base = before == null ? new StoredItem(key, Attributes.NONE, null) : before;
            return base.with(change.apply(base.attributes()), base.clock());
        }
    }

    /** DeleteItem: does nothing if there is no item. */
    record Delete(ItemKey key) implements PlainWrite {
        @Override
        public @Nullable StoredItem on(@Nullable StoredItem before) {
            return null;
        }
    }
}
