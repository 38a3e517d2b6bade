package dev.rejoin.aws.store;

import dev.rejoin.aws.item.ItemCodec;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.item.Value;
import dev.rejoin.replica.ItemWrite;
import java.util.StringJoiner;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** The core's conditional writes as DynamoDB's requests. */
final class ItemWriteRequests {
    private final ReplicatedTable table;
    private final ItemCodec codec;

    ItemWriteRequests(ReplicatedTable table) {
        this.table = table;
        this.codec = new ItemCodec(table);
    }

    PutItemRequest insert(ItemWrite.Insert insert) {
        Placeholders placeholders = new Placeholders();
        return PutItemRequest.builder()
                .tableName(table.name())
                .item(codec.attributes(insert.item()))
                .conditionExpression(
                        new Condition(placeholders).absent(table.partitionKey()).text())
                .expressionAttributeNames(placeholders.names())
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    /**
     * Says nothing of the type of attributes that are added to: that would take four operators each. DynamoDB refuses to add
     * to anything but a number of its own accord; {@link Rejected} tells why.
     */
    UpdateItemRequest update(ItemWrite.Update update) {
        Placeholders placeholders = new Placeholders();
        Condition condition = new Condition(placeholders);
        if (update.clockAsRead() == null) {
            condition.exists(table.partitionKey());
        }
        condition.is(table.clockName(), update.clockAsRead()).are(update.asRead());
        return UpdateItemRequest.builder()
                .tableName(table.name())
                .key(codec.key(update.key()))
                .updateExpression(changes(update, placeholders))
                .conditionExpression(condition.text())
                .expressionAttributeNames(placeholders.names())
                .expressionAttributeValues(placeholders.valuesOrNull())
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    private String changes(ItemWrite.Update update, Placeholders placeholders) {
        StringJoiner set = clause("SET ");
        set.add(placeholders.name(table.clockName()) + " = " + placeholders.value(update.clock()));
        update.set().forEach((name, value) -> set.add(placeholders.name(name) + " = " + placeholders.value(value)));
        StringJoiner remove = clause(" REMOVE ");
        update.remove().forEach(name -> remove.add(placeholders.name(name)));
        StringJoiner add = clause(" ADD ");
        update.add()
                .forEach((name, amount) ->
                        add.add(placeholders.name(name) + " " + placeholders.value(new Value.N(amount))));
        return set.toString() + remove + add;
    }

    private static StringJoiner clause(String keyword) {
        return new StringJoiner(", ", keyword, "").setEmptyValue("");
    }

    DeleteItemRequest delete(ItemWrite.Delete delete) {
        Placeholders placeholders = new Placeholders();
        return DeleteItemRequest.builder()
                .tableName(table.name())
                .key(codec.key(delete.key()))
                .conditionExpression(new Condition(placeholders)
                        .is(table.clockName(), delete.clockAsRead())
                        .are(delete.asRead())
                        .text())
                .expressionAttributeNames(placeholders.names())
                .expressionAttributeValues(placeholders.valuesOrNull())
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }
}
