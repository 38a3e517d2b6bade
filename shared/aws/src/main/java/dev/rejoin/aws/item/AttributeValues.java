package dev.rejoin.aws.item;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.Value;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Attribute values: the SDK's to the core's and back. Both directions keep everything that DynamoDB tells apart. */
public final class AttributeValues {
    private AttributeValues() {}

    /** The SDK's form of a value. */
    public static AttributeValue toSdk(Value value) {
        if (value instanceof Value.S s) {
            return AttributeValue.fromS(s.text());
        } else if (value instanceof Value.N n) {
            return AttributeValue.fromN(n.text());
        } else if (value instanceof Value.B b) {
            return AttributeValue.fromB(bytes(b));
        } else if (value instanceof Value.Bool bool) {
            return AttributeValue.fromBool(bool.value());
        } else if (value instanceof Value.Null) {
            return AttributeValue.fromNul(true);
        } else if (value instanceof Value.SS set) {
            return AttributeValue.fromSs(List.copyOf(set.texts()));
        } else if (value instanceof Value.NS set) {
            return AttributeValue.fromNs(list(set.numbers(), Value.N::text));
        } else if (value instanceof Value.BS set) {
            return AttributeValue.fromBs(list(set.blobs(), AttributeValues::bytes));
        } else if (value instanceof Value.L list) {
            return AttributeValue.fromL(list(list.values(), AttributeValues::toSdk));
        }
        return AttributeValue.fromM(toSdk(((Value.M) value).entries()));
    }

    /** The SDK's form of attributes; changeable. */
    public static Map<String, AttributeValue> toSdk(Attributes attributes) {
        return toSdk(attributes.asMap());
    }

    /** The SDK's form of named values; changeable. */
    public static Map<String, AttributeValue> toSdk(Map<String, Value> values) {
        Map<String, AttributeValue> sdk = new HashMap<>();
        values.forEach((name, value) -> sdk.put(name, toSdk(value)));
        return sdk;
    }

    /**
     * The core's form of a value.
     *
     * @throws IllegalArgumentException if it is of a type that this release does not know
     */
    public static Value fromSdk(AttributeValue value) {
        return switch (value.type()) {
            case S -> new Value.S(value.s());
            case N -> Value.N.of(value.n());
            case B -> new Value.B(value.b().asByteArrayUnsafe());
            case BOOL -> new Value.Bool(value.bool());
            case NUL -> new Value.Null();
            case SS -> new Value.SS(new LinkedHashSet<>(value.ss()));
            case NS -> new Value.NS(set(value.ns(), Value.N::of));
            case BS -> new Value.BS(set(value.bs(), bytes -> new Value.B(bytes.asByteArrayUnsafe())));
            case L -> new Value.L(list(value.l(), AttributeValues::fromSdk));
            case M -> new Value.M(fromSdk(value.m()));
            case UNKNOWN_TO_SDK_VERSION -> throw new IllegalArgumentException("an attribute value of unknown type");
        };
    }

    /** The core's form of named values; changeable. */
    public static Map<String, Value> fromSdk(Map<String, AttributeValue> values) {
        Map<String, Value> core = new HashMap<>();
        values.forEach((name, value) -> core.put(name, fromSdk(value)));
        return core;
    }

    private static SdkBytes bytes(Value.B value) {
        return SdkBytes.fromByteBuffer(value.buffer());
    }

    private static <T, R> List<R> list(Collection<T> from, Function<T, R> each) {
        return from.stream().map(each).toList();
    }

    private static <T, R> Set<R> set(Collection<T> from, Function<T, R> each) {
        return from.stream().map(each).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
