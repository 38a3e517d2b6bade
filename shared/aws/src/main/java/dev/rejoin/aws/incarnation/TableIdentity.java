package dev.rejoin.aws.incarnation;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * What tells a table from another that had or will have its name.
 *
 * @param id that DynamoDB gave it; where an engine gives none, when it was made
 * @param createdMillis when it was made, in milliseconds since 1970
 */
public record TableIdentity(String id, long createdMillis) {
    /** Asks a region for it; fails if there is no such table. */
    public static CompletableFuture<TableIdentity> ask(DynamoDbAsyncClient client, String table) {
        return client.describeTable(describe -> describe.tableName(table)).thenApply(answer -> of(answer.table()));
    }

    private static TableIdentity of(TableDescription table) {
        long created =
                table.creationDateTime() == null ? 0 : table.creationDateTime().toEpochMilli();
        String id = table.tableId();
        return new TableIdentity(id == null || id.isEmpty() ? "made at " + created : id, created);
    }
}
