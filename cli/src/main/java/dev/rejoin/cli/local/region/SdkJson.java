package dev.rejoin.cli.local.region;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The SDK's values as DynamoDB's JSON, also those of which the core makes nothing. */
final class SdkJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SdkJson() {}

    static ObjectNode of(Map<String, AttributeValue> values) {
        ObjectNode node = JSON.objectNode();
        values.forEach((name, value) -> node.set(name, of(value)));
        return node;
    }

    private static ObjectNode of(AttributeValue value) {
        ObjectNode node = JSON.objectNode();
        switch (value.type()) {
            case S -> node.put("S", value.s());
            case N -> node.put("N", value.n());
            case B -> node.put("B", value.b().asByteArray());
            case BOOL -> node.put("BOOL", value.bool());
            case NUL -> node.put("NULL", true);
            case SS -> value.ss().forEach(node.putArray("SS")::add);
            case NS -> value.ns().forEach(node.putArray("NS")::add);
            case BS -> value.bs().forEach(bytes -> node.withArray("BS").add(bytes.asByteArray()));
            case L -> value.l().forEach(each -> node.withArray("L").add(of(each)));
            case M -> node.set("M", of(value.m()));
            case UNKNOWN_TO_SDK_VERSION -> node.put("(unknown)", value.toString());
        }
        if (value.hasL() && value.l().isEmpty()) {
            node.putArray("L");
        }
        return node;
    }
}
