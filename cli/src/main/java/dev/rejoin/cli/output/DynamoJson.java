package dev.rejoin.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.Value;
import java.util.Collection;

/** Values as DynamoDB's JSON, {@code {"S": "text"}}, which its tools take back. */
public final class DynamoJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private DynamoJson() {}

    /** Attributes by name. */
    public static ObjectNode of(Attributes attributes) {
        ObjectNode node = JSON.objectNode();
        attributes.asMap().forEach((name, value) -> node.set(name, of(value)));
        return node;
    }

    /** One value with its type. */
    public static ObjectNode of(Value value) {
        if (value instanceof Value.S s) {
            return typed("S", JSON.textNode(s.text()));
        } else if (value instanceof Value.N n) {
            return typed("N", JSON.textNode(n.text()));
        } else if (value instanceof Value.B b) {
            return typed("B", JSON.binaryNode(b.bytes()));
        } else if (value instanceof Value.Bool bool) {
            return typed("BOOL", JSON.booleanNode(bool.value()));
        } else if (value instanceof Value.Null) {
            return typed("NULL", JSON.booleanNode(true));
        } else if (value instanceof Value.SS set) {
            return typed("SS", texts(set.texts()));
        } else if (value instanceof Value.NS set) {
            return typed("NS", texts(set.numbers().stream().map(Value.N::text).toList()));
        } else if (value instanceof Value.BS set) {
            return typed("BS", blobs(set.blobs()));
        } else if (value instanceof Value.L list) {
            return typed("L", list(list));
        }
        return typed("M", of(Attributes.of(((Value.M) value).entries())));
    }

    private static ObjectNode typed(String type, JsonNode node) {
        return JSON.objectNode().set(type, node);
    }

    private static ArrayNode texts(Collection<String> texts) {
        ArrayNode array = JSON.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private static ArrayNode blobs(Collection<Value.B> blobs) {
        ArrayNode array = JSON.arrayNode();
        blobs.forEach(blob -> array.add(blob.bytes()));
        return array;
    }

    private static ArrayNode list(Value.L list) {
        ArrayNode array = JSON.arrayNode();
        list.values().forEach(value -> array.add(of(value)));
        return array;
    }
}
