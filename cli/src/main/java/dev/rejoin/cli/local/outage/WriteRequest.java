package dev.rejoin.cli.local.outage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Tells which requests to DynamoDB write a table. */
final class WriteRequest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> SINGLE = Set.of("PutItem", "UpdateItem", "DeleteItem");
    private static final Set<String> STATEMENTS =
            Set.of("ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction");

    private WriteRequest() {}

    /**
     * Whether a request writes that table.
     *
     * @param operation as {@code PutItem}
     * @param body the request's JSON
     */
    static boolean writes(String operation, byte[] body, String table) throws IOException {
        if (SINGLE.contains(operation)) {
            return names(JSON.readTree(body).path("TableName"), table);
        } else if (operation.equals("BatchWriteItem")) {
            return stream(JSON.readTree(body).path("RequestItems").fieldNames()).anyMatch(name -> isOf(name, table));
        } else if (operation.equals("TransactWriteItems")) {
            return nodes(JSON.readTree(body).path("TransactItems"))
                    .flatMap(WriteRequest::parts)
                    .anyMatch(part -> names(part.path("TableName"), table));
        } else if (STATEMENTS.contains(operation)) {
            return statements(JSON.readTree(body)).anyMatch(statement -> changes(statement, table));
        }
        return false;
    }

    /** The puts, updates and deletes of a transaction; its checks write nothing. */
    private static Stream<JsonNode> parts(JsonNode item) {
        return Stream.of("Put", "Update", "Delete").map(item::path);
    }

    private static Stream<String> statements(JsonNode request) {
        Stream<JsonNode> all = Stream.concat(
                Stream.of(request),
                Stream.concat(nodes(request.path("Statements")), nodes(request.path("TransactStatements"))));
        return all.map(each -> each.path("Statement").asText(""));
    }

    private static boolean changes(String statement, String table) {
        String text = statement.strip().toUpperCase(Locale.ROOT);
        return !text.isEmpty() && !text.startsWith("SELECT") && !text.startsWith("EXISTS") && statement.contains(table);
    }

    private static boolean names(JsonNode name, String table) {
        return isOf(name.asText(""), table);
    }

    /** Tables may be named by their ARN. */
    private static boolean isOf(String name, String table) {
        return name.equals(table) || name.endsWith(":table/" + table);
    }

    private static Stream<JsonNode> nodes(JsonNode list) {
        return stream(list.elements());
    }

    private static <T> Stream<T> stream(java.util.Iterator<T> iterator) {
        Iterable<T> all = () -> iterator;
        return StreamSupport.stream(all.spliterator(), false);
    }
}
