package dev.rejoin.aws.item;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.StoredItem;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Takes a table's items apart into key, content and clock, and puts them together. */
public final class ItemCodec {
    private final ReplicatedTable table;

    public ItemCodec(ReplicatedTable table) {
        this.table = table;
    }

    /** An item, or a stream record's image of one, with all its attributes. */
    public StoredItem item(Map<String, AttributeValue> attributes) {
        return itemOf(AttributeValues.fromSdk(attributes));
    }

    /** As {@link #item}, from values of the core. */
    public StoredItem itemOf(Map<String, Value> attributes) {
        ItemKey key = keyOf(attributes);
        Value clock = attributes.get(table.clockName());
        Attributes content = Attributes.of(attributes)
                .only(name -> !table.keyNames().contains(name) && !name.equals(table.clockName()));
        return new StoredItem(key, content, clock);
    }

    /** The SDK's form of a whole item; changeable. */
    public Map<String, AttributeValue> attributes(StoredItem item) {
        Map<String, AttributeValue> attributes = AttributeValues.toSdk(item.attributes());
        attributes.putAll(key(item.key()));
        if (item.clock() != null) {
            attributes.put(table.clockName(), AttributeValues.toSdk(item.clock()));
        }
        return attributes;
    }

    /**
     * The SDK's form of a key; changeable.
     *
     * @throws IllegalArgumentException if the table's key is made of other attributes
     */
    public Map<String, AttributeValue> key(ItemKey key) {
        if (key.attributes().size() != table.keyNames().size()
                || !key.attributes().names().containsAll(table.keyNames())) {
            throw new IllegalArgumentException("the key of table " + table.name() + " is " + table.keyNames() + ", not "
                    + key.attributes().names());
        }
        return AttributeValues.toSdk(key.attributes());
    }

    /** The key among an item's attributes. */
    public ItemKey key(Map<String, AttributeValue> attributes) {
        return keyOf(AttributeValues.fromSdk(attributes));
    }

    private ItemKey keyOf(Map<String, Value> attributes) {
        return new ItemKey(Attributes.of(attributes).only(table.keyNames()::contains));
    }
}
