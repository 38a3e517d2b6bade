package dev.rejoin.aws.store;

import static dev.rejoin.aws.engine.Engine.CLIENT;
import static dev.rejoin.aws.engine.Engine.await;

import dev.rejoin.aws.engine.Engine;
import dev.rejoin.aws.engine.StreamReader;
import dev.rejoin.aws.item.AttributeValues;
import dev.rejoin.aws.item.ItemCodec;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.setup.TableSetup;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.Store;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.StreamRecord;
import dev.rejoin.testkit.contract.KeyShape;
import dev.rejoin.testkit.contract.StoreFixture;
import dev.rejoin.tombstone.Tombstones;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeAction;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValueUpdate;

/** A store over a table of its own in the local engine. */
final class DynamoDbFixture implements StoreFixture {
    private static final Actor REGION = new Actor("eu-west-1");
    private static final String TTL_ATTRIBUTE = "expires at";
    private static final Duration EXPIRED_SINCE = Duration.ofMinutes(1);
    private static final Duration EXPIRY_DEADLINE = Duration.ofSeconds(60);

    private final ReplicatedTable table;
    private final Store store;
    private final ItemCodec codec;
    private final StreamReader stream;

    DynamoDbFixture(KeyShape shape) {
        TableSetup setup = new TableSetup(CLIENT);
        this.table = await(setup.describe(Engine.createTable(shape.names(), shape.types())));
        await(setup.createShadow(table));
        await(CLIENT.updateTimeToLive(update -> update.tableName(table.name())
                .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName(TTL_ATTRIBUTE))));
        this.store = new DynamoDbStore(CLIENT, table);
        this.codec = new ItemCodec(table);
        this.stream = new StreamReader(table);
    }

    @Override
    public Store store() {
        return store;
    }

    @Override
    public Tombstones tombstones() {
        return new DynamoDbTombstones(CLIENT, REGION, table);
    }

    @Override
    public void put(ItemKey key, Attributes attributes, @Nullable Value clock) {
        Map<String, AttributeValue> item = codec.attributes(new StoredItem(key, attributes, clock));
        await(CLIENT.putItem(put -> put.tableName(table.name()).item(item)));
    }

    @Override
    public void update(ItemKey key, Attributes set) {
        Map<String, AttributeValueUpdate> updates = new HashMap<>();
        AttributeValues.toSdk(set)
                .forEach((name, value) -> updates.put(
                        name,
                        AttributeValueUpdate.builder()
                                .action(AttributeAction.PUT)
                                .value(value)
                                .build()));
        await(CLIENT.updateItem(
                update -> update.tableName(table.name()).key(codec.key(key)).attributeUpdates(updates)));
    }

    @Override
    public void delete(ItemKey key) {
        await(CLIENT.deleteItem(delete -> delete.tableName(table.name()).key(codec.key(key))));
    }

    @Override
    public boolean expire(ItemKey key) {
        long past = Instant.now().minus(EXPIRED_SINCE).getEpochSecond();
        update(key, Attributes.of(TTL_ATTRIBUTE, Value.N.of(past)));
        long deadline = System.nanoTime() + EXPIRY_DEADLINE.toNanos();
        while (!await(store.readItems(List.of(key))).isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the local engine's TTL did not delete within " + EXPIRY_DEADLINE);
            }
        }
        return true;
    }

    @Override
    public void putRawShadow(ItemKey key, Value.B bytes) {
        Map<String, AttributeValue> row = codec.key(key);
        row.put("v", AttributeValues.toSdk(bytes));
        await(CLIENT.putItem(put -> put.tableName(table.shadowName()).item(row)));
    }

    @Override
    public List<StreamRecord> records(ItemKey key, int atLeast) {
        return stream.records(key, atLeast);
    }
}
