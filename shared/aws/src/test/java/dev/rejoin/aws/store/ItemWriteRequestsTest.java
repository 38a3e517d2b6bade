package dev.rejoin.aws.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.aws.item.AttributeValues;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.ItemWrite;
import dev.rejoin.replica.ReplicaConfig;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

class ItemWriteRequestsTest {
    private static final ItemWriteRequests REQUESTS = new ItemWriteRequests(ReplicatedTable.of("orders", "pk"));
    private static final ItemKey KEY = ItemKey.of("pk", "a");
    private static final Value CLOCK = new Value.B(new byte[] {1});
    private static final Value NEXT = new Value.B(new byte[] {99});

    @Test
    void namesAndValuesStandInPlaceholdersOnly() {
        TreeMap<String, Value> set = new TreeMap<>(Map.of("data.x", new Value.S("v")));
        TreeMap<String, BigDecimal> add = new TreeMap<>(Map.of("stock", BigDecimal.ONE));
        TreeMap<String, Optional<Value>> asRead = new TreeMap<>();
        asRead.put("data.x", Optional.of(new Value.S("u")));
        asRead.put("gone", Optional.empty());

        UpdateItemRequest update =
                REQUESTS.update(new ItemWrite.Update(KEY, set, Set.of("gone"), add, NEXT, CLOCK, asRead));

        assertThat(update.conditionExpression()).isEqualTo("#0 = :0 AND #1 = :1 AND attribute_not_exists(#2)");
        assertThat(update.updateExpression()).isEqualTo("SET #0 = :2, #1 = :3 REMOVE #2 ADD #3 :4");
        assertThat(update.expressionAttributeNames())
                .isEqualTo(Map.of("#0", "_rejoin", "#1", "data.x", "#2", "gone", "#3", "stock"));
        assertThat(update.expressionAttributeValues())
                .isEqualTo(Map.of(
                        ":0", AttributeValues.toSdk(CLOCK),
                        ":1", AttributeValue.fromS("u"),
                        ":2", AttributeValues.toSdk(NEXT),
                        ":3", AttributeValue.fromS("v"),
                        ":4", AttributeValue.fromN("1")));
    }

    @Test
    void theLargestSliceStaysWithinWhatAnExpressionMayHold() {
        TreeMap<String, Value> set = new TreeMap<>();
        TreeMap<String, Optional<Value>> asRead = new TreeMap<>();
        for (int i = 0; i < ReplicaConfig.MAX_SLICE; i++) {
            set.put("attribute" + i, Value.N.of(i));
            asRead.put("attribute" + i, Optional.empty());
        }

        UpdateItemRequest update =
                REQUESTS.update(new ItemWrite.Update(KEY, set, Set.of(), new TreeMap<>(), NEXT, null, asRead));

        assertThat(update.conditionExpression().getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(4096);
        assertThat(update.updateExpression().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4096);
        assertThat(update.conditionExpression().split("AND|=|attribute_"))
                .as("one more than operators and functions")
                .hasSizeLessThanOrEqualTo(301);
    }
}
