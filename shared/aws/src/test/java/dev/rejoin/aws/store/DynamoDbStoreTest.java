package dev.rejoin.aws.store;

import dev.rejoin.testkit.contract.KeyShape;
import dev.rejoin.testkit.contract.StoreContract;
import dev.rejoin.testkit.contract.StoreFixture;
import java.util.EnumMap;
import java.util.Map;

class DynamoDbStoreTest extends StoreContract {
    private static final Map<KeyShape, StoreFixture> TABLES = new EnumMap<>(KeyShape.class);

    @Override
    protected StoreFixture open(KeyShape shape) {
        return TABLES.computeIfAbsent(shape, DynamoDbFixture::new);
    }
}
