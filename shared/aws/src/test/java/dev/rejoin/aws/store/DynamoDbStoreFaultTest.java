package dev.rejoin.aws.store;

import static dev.rejoin.aws.engine.Engine.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.aws.engine.Engine;
import dev.rejoin.aws.engine.FaultyHttpClient;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.setup.TableSetup;
import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.ItemWrite;
import dev.rejoin.replica.StoredItem;
import dev.rejoin.replica.WriteResult;
import dev.rejoin.version.SequenceNumber;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** What a write is said to have become when requests and answers get lost, and what became of it. */
class DynamoDbStoreFaultTest {
    private static final int ATTEMPTS = 3;
    private static final int FOREVER = 100;

    private static final ReplicatedTable TABLE = table();
    private static final FaultyHttpClient NETWORK = new FaultyHttpClient();
    private static final DynamoDbStore STORE = store(Duration.ofSeconds(15));
    private static final DynamoDbStore HASTY = store(Duration.ofMillis(100));
    private static final DynamoDbStore CALM = new DynamoDbStore(Engine.CLIENT, TABLE);

    private static final Value CLOCK = new Value.B(new byte[] {1});
    private static final Value NEXT_CLOCK = new Value.B(new byte[] {99});
    private static final Value OTHER_CLOCK = new Value.B(new byte[] {3});
    private static final Attributes ONE = Attributes.of("n", Value.N.of(1));
    private static final Attributes TWO = Attributes.of("n", Value.N.of(2));
    private static final AtomicLong KEYS = new AtomicLong();

    private final ItemKey key = ItemKey.of("pk", "key " + KEYS.incrementAndGet());

    private static DynamoDbStore store(Duration patience) {
        RetryStrategy retries = AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(ATTEMPTS)
                .circuitBreakerEnabled(false)
                .backoffStrategy(BackoffStrategy.retryImmediately())
                .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                .build();
        DynamoDbAsyncClient client = Engine.client(
                NETWORK, config -> config.apiCallAttemptTimeout(patience).retryStrategy(retries));
        return new DynamoDbStore(client, TABLE);
    }

    private static ReplicatedTable table() {
        TableSetup setup = new TableSetup(Engine.CLIENT);
        ReplicatedTable table = await(setup.describe(Engine.createTable(List.of("pk"), List.of("S"))));
        await(setup.createShadow(table));
        return table;
    }

    @AfterEach
    void calm() {
        NETWORK.calm();
    }

    @Test
    void anUpdateWhoseAnswerWasLostIsRecognised() {
        given(ONE, CLOCK);
        NETWORK.loseAnswers(1);

        assertThat(write(increment())).isEqualTo(WriteResult.done());
        assertThat(item()).contains(new StoredItem(key, TWO, NEXT_CLOCK));
    }

    @Test
    void anUpdateWhoseAnswerWasLostAndThatWasOverwrittenIsUncertain() {
        given(ONE, CLOCK);
        NETWORK.loseAnswers(1, () -> overwrite(ONE, OTHER_CLOCK));

        assertThat(write(increment())).isEqualTo(WriteResult.uncertain());
        assertThat(item()).contains(new StoredItem(key, ONE, OTHER_CLOCK));
    }

    @Test
    void anUpdateWhoseAnswersAreAllLostIsUncertain() {
        given(ONE, CLOCK);
        NETWORK.loseAnswers(FOREVER);

        assertThat(write(increment())).isEqualTo(WriteResult.uncertain());
        assertThat(item()).contains(new StoredItem(key, TWO, NEXT_CLOCK));
        assertThat(NETWORK.left()).isEqualTo(FOREVER - ATTEMPTS);
    }

    @Test
    void anInsertWhoseAnswerWasLostIsRecognised() {
        NETWORK.loseAnswers(1);

        assertThat(write(insert())).isEqualTo(WriteResult.done());
        assertThat(item()).contains(new StoredItem(key, ONE, CLOCK));
    }

    @Test
    void anInsertThatLostToAnotherWhileItsAnswerWasLostIsUncertain() {
        NETWORK.loseAnswers(1, () -> overwrite(TWO, OTHER_CLOCK));

        assertThat(write(insert())).isEqualTo(WriteResult.uncertain());
    }

    @Test
    void aDeleteWhoseAnswerWasLostIsUncertain() {
        given(ONE, CLOCK);
        NETWORK.loseAnswers(1);

        assertThat(write(new ItemWrite.Delete(key, CLOCK, new TreeMap<>()))).isEqualTo(WriteResult.uncertain());
        assertThat(item()).isEmpty();
    }

    @Test
    void aShadowRowWhoseAnswerWasLostIsRecognised() {
        NETWORK.loseAnswers(1);

        assertThat(await(STORE.writeShadow(key, row(1), ShadowRow.NONE))).isEqualTo(WriteResult.done());
        assertThat(shadow()).contains(row(1));
    }

    @Test
    void aShadowRowWhoseAnswerWasLostAndThatWasOverwrittenIsUncertain() {
        NETWORK.loseAnswers(1, () -> await(CALM.writeShadow(key, row(2), row(1))));

        assertThat(await(STORE.writeShadow(key, row(1), ShadowRow.NONE))).isEqualTo(WriteResult.uncertain());
    }

    @Test
    void aTombstoneWhoseAnswerWasLostIsWrittenOnce() {
        NETWORK.loseAnswers(2);

        assertThat(await(STORE.writeTombstone(key, row(1), ShadowRow.NONE))).isEqualTo(WriteResult.done());
        assertThat(shadow()).contains(row(1));
    }

    @Test
    void aBrokenConnectionIsTriedAgain() {
        NETWORK.breakConnections(ATTEMPTS - 1);
        assertThat(write(insert())).isEqualTo(WriteResult.done());
    }

    @Test
    void connectionsThatStayBrokenLeaveAWriteUncertain() {
        NETWORK.breakConnections(FOREVER);

        assertThat(write(insert())).isEqualTo(WriteResult.uncertain());
        assertThat(await(STORE.writeShadow(key, row(1), ShadowRow.NONE))).isEqualTo(WriteResult.uncertain());
        assertThat(await(STORE.writeTombstone(key, row(1), ShadowRow.NONE))).isEqualTo(WriteResult.uncertain());
        assertThatThrownBy(() -> await(STORE.readItems(List.of(key)))).hasRootCauseMessage("connection broken");
        assertThat(item()).isEmpty();
    }

    @Test
    void noAnswerLeavesAWriteUncertain() {
        NETWORK.hang(FOREVER);

        assertThat(await(HASTY.write(insert()))).isEqualTo(WriteResult.uncertain());
        assertThat(NETWORK.left()).isEqualTo(FOREVER - ATTEMPTS);
        assertThat(item()).isEmpty();
    }

    @Test
    void aServersErrorIsTriedAgainAndLeavesAWriteUncertain() {
        NETWORK.answer(ATTEMPTS - 1, 500, "InternalServerError", "");
        assertThat(write(insert())).isEqualTo(WriteResult.done());

        NETWORK.answer(FOREVER, 503, "ServiceUnavailable", "");
        assertThat(write(increment())).isEqualTo(WriteResult.uncertain());
    }

    @Test
    void throttlingIsTriedAgainAndFailsInTheEnd() {
        NETWORK.answer(ATTEMPTS - 1, 400, "ThrottlingException", "");
        assertThat(write(insert())).isEqualTo(WriteResult.done());

        NETWORK.answer(FOREVER, 400, "ProvisionedThroughputExceededException", "");
        assertThatThrownBy(() -> write(increment())).hasCauseInstanceOf(ProvisionedThroughputExceededException.class);
        assertThat(item()).contains(new StoredItem(key, ONE, CLOCK));
    }

    @Test
    void anApplicationsTransactionOnTheItemPasses() {
        given(ONE, CLOCK);
        NETWORK.answer(3, 400, "TransactionConflictException", "");

        assertThat(write(increment())).isEqualTo(WriteResult.done());
        assertThat(NETWORK.left()).isZero();
    }

    @Test
    void anApplicationsTransactionThatDoesNotPassLeavesAWriteUncertain() {
        given(ONE, CLOCK);
        NETWORK.answer(FOREVER, 400, "TransactionConflictException", "");

        assertThat(write(increment())).isEqualTo(WriteResult.uncertain());
        assertThat(NETWORK.left()).isBetween(FOREVER - 10, FOREVER - 5);
        assertThat(item()).contains(new StoredItem(key, ONE, CLOCK));
    }

    @Test
    void aTombstonesConflictPasses() {
        cancelled(2, "TransactionConflict");
        cancelled(1, "ThrottlingError");

        assertThat(await(STORE.writeTombstone(key, row(1), ShadowRow.NONE))).isEqualTo(WriteResult.done());
        assertThat(NETWORK.left()).isZero();
    }

    @Test
    void aTombstonesConflictThatDoesNotPassLeavesItUncertain() {
        cancelled(FOREVER, "TransactionConflict");

        assertThat(await(STORE.writeTombstone(key, row(1), ShadowRow.NONE))).isEqualTo(WriteResult.uncertain());
        assertThat(NETWORK.left()).isBetween(FOREVER - 10, FOREVER - 5);
    }

    @Test
    void whatElseGoesWrongFailsWithTheSdksException() {
        NETWORK.answer(5, 400, "AccessDeniedException", "");

        assertThatThrownBy(() -> write(insert())).hasCauseInstanceOf(DynamoDbException.class);
        assertThatThrownBy(() -> await(STORE.writeShadow(key, row(1), ShadowRow.NONE)))
                .hasCauseInstanceOf(DynamoDbException.class);
        assertThatThrownBy(() -> await(STORE.writeTombstone(key, row(1), ShadowRow.NONE)))
                .hasCauseInstanceOf(DynamoDbException.class);
        assertThatThrownBy(() -> await(STORE.readItems(List.of(key)))).hasCauseInstanceOf(DynamoDbException.class);
        assertThatThrownBy(() -> await(STORE.readShadows(List.of(key, ItemKey.of("pk", "other")))))
                .hasCauseInstanceOf(DynamoDbException.class);
        assertThat(NETWORK.left()).isZero();
    }

    @Test
    void aRejectionThatTheItemDoesNotExplainFails() {
        given(ONE, CLOCK);
        NETWORK.answer(1, 400, "ValidationException", "");
        assertThatThrownBy(() -> write(increment()))
                .hasCauseInstanceOf(DynamoDbException.class)
                .hasMessageContaining("as told");

        NETWORK.answer(1, 400, "ValidationException", "");
        assertThatThrownBy(() -> await(STORE.writeShadow(key, row(1), ShadowRow.NONE)))
                .hasCauseInstanceOf(DynamoDbException.class);
    }

    @Test
    void aRejectedUpdateIsRefusedIfTheItemHasMoved() {
        given(ONE, OTHER_CLOCK);
        NETWORK.answer(1, 400, "ValidationException", "");

        assertThat(write(increment()))
                .isEqualTo(WriteResult.refused(Optional.of(new StoredItem(key, ONE, OTHER_CLOCK))));
    }

    @Test
    void aTableThatIsNotThereFails() {
        DynamoDbStore lost = new DynamoDbStore(Engine.CLIENT, ReplicatedTable.of("missing", "pk"));

        assertThatThrownBy(() -> await(lost.write(insert()))).hasCauseInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> await(lost.readShadows(List.of(key))))
                .hasCauseInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aKeyOfAnotherTableFails() {
        ItemKey foreign = ItemKey.of("id", "x");

        assertThatThrownBy(() -> await(CALM.readItems(List.of(foreign))))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the key of table " + TABLE.name() + " is [pk], not [id]");
        assertThatThrownBy(() -> await(CALM.write(new ItemWrite.Delete(foreign, CLOCK, new TreeMap<>()))))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aConditionThatDynamoDbWouldNotTakeFails() {
        TreeMap<String, Optional<Value>> asRead = new TreeMap<>();
        for (int i = 0; i < 151; i++) {
            asRead.put("a" + i, Optional.empty());
        }

        assertThatThrownBy(() -> await(CALM.write(new ItemWrite.Delete(key, CLOCK, asRead))))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("operators");
    }

    private void given(Attributes attributes, Value clock) {
        assertThat(await(CALM.write(new ItemWrite.Insert(new StoredItem(key, attributes, clock))))
                        .isDone())
                .isTrue();
    }

    private void overwrite(Attributes attributes, Value clock) {
        StoredItem now = item().orElseThrow();
        TreeMap<String, Value> set = new TreeMap<>(attributes.asMap());
        await(CALM.write(
                new ItemWrite.Update(key, set, Set.of(), new TreeMap<>(), clock, now.clock(), new TreeMap<>())));
    }

    private ItemWrite insert() {
        return new ItemWrite.Insert(new StoredItem(key, ONE, CLOCK));
    }

    private ItemWrite increment() {
        TreeMap<String, BigDecimal> add = new TreeMap<>();
        add.put("n", BigDecimal.ONE);
        return new ItemWrite.Update(key, new TreeMap<>(), Set.of(), add, NEXT_CLOCK, CLOCK, new TreeMap<>());
    }

    private static WriteResult<StoredItem> write(ItemWrite write) {
        return await(STORE.write(write));
    }

    private static void cancelled(int times, String code) {
        String reasons = ",\"CancellationReasons\":[{\"Code\":\"None\"},{\"Code\":\"" + code + "\"}]";
        NETWORK.answer(times, 400, "TransactionCanceledException", reasons);
    }

    private Optional<StoredItem> item() {
        return Optional.ofNullable(await(CALM.readItems(List.of(key))).get(key));
    }

    private Optional<ShadowRow> shadow() {
        return Optional.ofNullable(await(CALM.readShadows(List.of(key))).get(key));
    }

    private static ShadowRow row(long number) {
        Dot dot = new Dot(number, new Actor("eu"));
        Version clock =
                new VersionBuilder(Version.EMPTY).seen(dot).existence(dot).build();
        return new ShadowRow(clock, SequenceNumber.of(number), number, new TreeMap<>(), List.of());
    }
}
