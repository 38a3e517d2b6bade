package dev.rejoin.aws.fence;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.rejoin.aws.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table's policy document with and without the statement that fences it; all others stay as their owner wrote them. */
final class FencePolicy {
    static final String SID = "RejoinFence";

    private static final String STATEMENT = "Statement";

    /** All ways in which data is written; a transaction's writes are checked as the single ones. */
    private static final List<String> WRITES = List.of(
            "dynamodb:PutItem",
            "dynamodb:UpdateItem",
            "dynamodb:DeleteItem",
            "dynamodb:BatchWriteItem",
            "dynamodb:PartiQLInsert",
            "dynamodb:PartiQLUpdate",
            "dynamodb:PartiQLDelete");

    private FencePolicy() {}

    /** Whether a document has the statement. */
    static boolean isIn(String document) {
        return statements(Json.readObject(bytes(document))).stream().anyMatch(FencePolicy::isOurs);
    }

    /**
     * A document with the statement.
     *
     * @param document as it is, empty text for none
     * @param table the table's ARN
     * @param writers ARNs of the roles that may go on writing
     */
    static String with(String document, String table, List<String> writers) {
        Map<String, Object> policy = document.isEmpty()
                ? new LinkedHashMap<>(Map.of("Version", "2012-10-17"))
                : Json.readObject(bytes(document));
        List<Object> statements = others(policy);
        statements.add(Map.of(
                "Sid",
                SID,
                "Effect",
                "Deny",
                "Principal",
                "*",
                "Action",
                WRITES,
                "Resource",
                table,
                "Condition",
                Map.of("ArnNotEquals", Map.of("aws:PrincipalArn", writers))));
        policy.put(STATEMENT, statements);
        return text(policy);
    }

    /** A document without the statement; empty text if nothing is left. */
    static String without(String document) {
        Map<String, Object> policy = Json.readObject(bytes(document));
        List<Object> statements = others(policy);
        if (statements.isEmpty()) {
            return "";
        }
        policy.put(STATEMENT, statements);
        return text(policy);
    }

    private static List<Object> others(Map<String, Object> policy) {
        List<Object> others = new ArrayList<>(statements(policy));
        others.removeIf(FencePolicy::isOurs);
        return others;
    }

    private static boolean isOurs(Object statement) {
        return SID.equals(Json.object(statement).get("Sid"));
    }

    /** One statement may stand without a list around it. */
    private static List<?> statements(Map<String, Object> policy) {
        Object statements = policy.getOrDefault(STATEMENT, List.of());
        return statements instanceof List<?> list ? list : List.of(statements);
    }

    private static byte[] bytes(String document) {
        return document.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Object tree) {
        return new String(Json.write(out -> write(out, tree)), StandardCharsets.UTF_8);
    }

    private static void write(JsonGenerator out, Object tree) throws IOException {
        if (tree instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> field : map.entrySet()) {
                out.writeFieldName(String.valueOf(field.getKey()));
                write(out, field.getValue());
            }
            out.writeEndObject();
        } else if (tree instanceof List<?> list) {
            out.writeStartArray();
            for (Object each : list) {
                write(out, each);
            }
            out.writeEndArray();
        } else if (tree instanceof Long number) {
            out.writeNumber(number);
        } else if (tree instanceof Boolean truth) {
            out.writeBoolean(truth);
        } else if (tree == Json.Nothing.NULL) {
            out.writeNull();
        } else {
            out.writeString(String.valueOf(tree));
        }
    }
}
