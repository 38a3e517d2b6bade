package dev.rejoin.testkit.contract;

import org.junit.jupiter.api.Nested;

/**
 * What every {@code Store} does, whatever it is made of. To be extended by each implementation's test; whoever passes may
 * carry the protocol.
 */
public abstract class StoreContract {
    /** A store over a table of that kind of key. Called before each test; tables may be used again. */
    protected abstract StoreFixture open(KeyShape shape);

    @Nested
    class Reads extends StoreReads {
        @Override
        protected StoreFixture open(KeyShape shape) {
            return StoreContract.this.open(shape);
        }
    }

    @Nested
    class Inserts extends StoreInserts {
        @Override
        protected StoreFixture open(KeyShape shape) {
            return StoreContract.this.open(shape);
        }
    }

    @Nested
    class Updates extends StoreUpdates {
        @Override
        protected StoreFixture open(KeyShape shape) {
            return StoreContract.this.open(shape);
        }
    }

    @Nested
    class Conditions extends StoreConditions {
        @Override
        protected StoreFixture open(KeyShape shape) {
            return StoreContract.this.open(shape);
        }
    }

    @Nested
    class Deletes extends StoreDeletes {
        @Override
        protected StoreFixture open(KeyShape shape) {
            return StoreContract.this.open(shape);
        }
    }

    @Nested
    class Shadows extends StoreShadows {
        @Override
        protected StoreFixture open(KeyShape shape) {
            return StoreContract.this.open(shape);
        }
    }

    @Nested
    class Tombstones extends StoreTombstones {
        @Override
        protected StoreFixture open(KeyShape shape) {
            return StoreContract.this.open(shape);
        }
    }

    @Nested
    class Forgotten extends StoreForgotten {
        @Override
        protected StoreFixture open(KeyShape shape) {
            return StoreContract.this.open(shape);
        }
    }

    @Nested
    class Races extends StoreRaces {
        @Override
        protected StoreFixture open(KeyShape shape) {
            return StoreContract.this.open(shape);
        }
    }

    @Nested
    class Streams extends StoreStreams {
        @Override
        protected StoreFixture open(KeyShape shape) {
            return StoreContract.this.open(shape);
        }
    }
}
