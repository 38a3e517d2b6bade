package dev.rejoin.cli.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.aws.item.AttributeValues;
import dev.rejoin.cli.output.DynamoJson;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Keys as DynamoDB's JSON. */
final class KeyJson {
    private KeyJson() {}

    static ObjectNode of(ItemKey key) {
        return DynamoJson.of(key.attributes());
    }

    static ObjectNode ofSdk(Map<String, AttributeValue> key) {
        return of(ItemKey.of(AttributeValues.fromSdk(key)));
    }

    static Map<String, AttributeValue> toSdk(JsonNode node) {
        return AttributeValues.toSdk(key(node).attributes());
    }

    /** @throws IllegalArgumentException if it is no key */
    static ItemKey key(JsonNode node) {
        Map<String, Value> attributes = new TreeMap<>();
        node.properties().forEach(field -> attributes.put(field.getKey(), value(field.getValue())));
        return ItemKey.of(attributes);
    }

    private static Value value(JsonNode typed) {
        if (typed.has("S")) {
            return new Value.S(typed.get("S").asText());
        } else if (typed.has("N")) {
            return Value.N.of(typed.get("N").asText());
        } else if (typed.has("B")) {
            return new Value.B(Base64.getDecoder().decode(typed.get("B").asText()));
        }
        throw new IllegalArgumentException("a key attribute is of type S, N or B");
    }
}
