package dev.rejoin.aws.store;

import static dev.rejoin.aws.engine.Engine.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.aws.engine.Engine;
import dev.rejoin.aws.item.ItemCodec;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.item.ItemKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

class BatchReaderTest {
    private static final String TABLE = Engine.createTable(List.of("pk"), List.of("S"));
    private static final List<ItemKey> KEYS =
            IntStream.range(0, 250).mapToObj(i -> ItemKey.of("pk", "key " + i)).toList();

    private final Throttle throttle = new Throttle();
    private final DynamoDbAsyncClient client =
            Engine.client(NettyNioAsyncHttpClient.create(), config -> config.addExecutionInterceptor(throttle));
    private final BatchReader reader = new BatchReader(client, new ItemCodec(ReplicatedTable.of(TABLE, "pk")), TABLE);

    BatchReaderTest() {
        for (int i = 0; i < 250; i += 50) {
            String pk = "key " + i;
            await(client.putItem(put -> put.tableName(TABLE).item(Map.of("pk", AttributeValue.fromS(pk)))));
        }
    }

    @Test
    void asksForAHundredKeysAtOnceAndForTheLatestState() {
        assertThat(await(reader.read(KEYS))).hasSize(5);
        assertThat(throttle.batches).extracting(BatchReaderTest::size).containsExactlyInAnyOrder(100, 100, 50);
        assertThat(throttle.batches)
                .allMatch(batch -> batch.requestItems().get(TABLE).consistentRead());
        assertThat(throttle.gets).isEmpty();
    }

    @Test
    void asksForOneKeyByItself() {
        assertThat(await(reader.read(List.of(KEYS.get(50), KEYS.get(50)))))
                .containsExactly(Map.of("pk", AttributeValue.fromS("key 50")));
        assertThat(await(reader.read(KEYS.subList(100, 101)))).hasSize(1);
        assertThat(await(reader.read(KEYS.subList(101, 102)))).isEmpty();
        assertThat(throttle.batches).isEmpty();
        assertThat(throttle.gets).hasSize(3).allMatch(GetItemRequest::consistentRead);
    }

    @Test
    void asksAgainForWhatWasLeftUnprocessed() {
        throttle.processed = 7;
        assertThat(await(reader.read(KEYS))).hasSize(5).doesNotHaveDuplicates();
        assertThat(throttle.batches).hasSize(15 + 15 + 8);
    }

    @Test
    void waitsWhileNothingIsProcessed() {
        throttle.nothing = 3;
        assertThat(await(reader.read(KEYS.subList(0, 100)))).hasSize(2);
        assertThat(throttle.batches).hasSize(4);
    }

    @Test
    void givesUpWhenNothingIsEverProcessed() {
        throttle.nothing = Integer.MAX_VALUE;
        assertThatThrownBy(() -> await(reader.read(KEYS.subList(0, 100))))
                .hasCauseInstanceOf(SdkClientException.class)
                .hasMessageContaining("100 keys of table " + TABLE + " unread");
        assertThat(throttle.batches).hasSizeBetween(5, 10);
    }

    private static int size(BatchGetItemRequest batch) {
        return batch.requestItems().get(TABLE).keys().size();
    }

    /** Leaves part of each batch unprocessed, as DynamoDB does when it is short of throughput. Keeps the requests. */
    private static final class Throttle implements ExecutionInterceptor {
        private final List<BatchGetItemRequest> batches = Collections.synchronizedList(new ArrayList<>());
        private final List<GetItemRequest> gets = Collections.synchronizedList(new ArrayList<>());
        private int processed = Integer.MAX_VALUE;
        private int nothing;

        @Override
        public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
            SdkRequest request = context.request();
            if (request instanceof BatchGetItemRequest batch) {
                batches.add(batch);
            } else if (request instanceof GetItemRequest get) {
                gets.add(get);
            }
        }

        @Override
        public synchronized SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
            if (!(context.request() instanceof BatchGetItemRequest batch)) {
                return context.response();
            }
            List<Map<String, AttributeValue>> keys =
                    batch.requestItems().get(TABLE).keys();
            int taken = nothing-- > 0 ? 0 : Math.min(processed, keys.size());
            List<Map<String, AttributeValue>> left = keys.subList(taken, keys.size());
            List<Map<String, AttributeValue>> found = ((BatchGetItemResponse) context.response())
                    .responses().get(TABLE).stream()
                            .filter(item -> !left.contains(item))
                            .toList();
            BatchGetItemResponse.Builder response =
                    BatchGetItemResponse.builder().responses(Map.of(TABLE, found));
            return left.isEmpty()
                    ? response.unprocessedKeys(Map.of()).build()
                    : response.unprocessedKeys(Map.of(
                                    TABLE,
                                    KeysAndAttributes.builder()
                                            .keys(left)
                                            .consistentRead(true)
                                            .build()))
                            .build();
        }
    }
}
