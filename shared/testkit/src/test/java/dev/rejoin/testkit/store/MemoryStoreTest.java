package dev.rejoin.testkit.store;

import dev.rejoin.testkit.contract.KeyShape;
import dev.rejoin.testkit.contract.StoreContract;
import dev.rejoin.testkit.contract.StoreFixture;

class MemoryStoreTest extends StoreContract {
    @Override
    protected StoreFixture open(KeyShape shape) {
        return new MemoryFixture();
    }
}
