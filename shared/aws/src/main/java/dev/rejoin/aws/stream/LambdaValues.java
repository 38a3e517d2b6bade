package dev.rejoin.aws.stream;

import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import dev.rejoin.item.Value;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Attribute values as Lambda's events hold them, to the core's. */
final class LambdaValues {
    private LambdaValues() {}

    static Map<String, Value> decode(Map<String, AttributeValue> values) {
        Map<String, Value> core = new HashMap<>();
        values.forEach((name, value) -> core.put(name, decode(value)));
        return core;
    }

    /** @throws UnusableRecordException if the value is of a type that this release does not know */
    static Value decode(AttributeValue value) {
        if (value.getS() != null) {
            return new Value.S(value.getS());
        } else if (value.getN() != null) {
            return Value.N.of(value.getN());
        } else if (value.getB() != null) {
            return bytes(value.getB());
        } else if (value.getBOOL() != null) {
            return new Value.Bool(value.getBOOL());
        } else if (value.getNULL() != null) {
            return new Value.Null();
        } else if (value.getM() != null) {
            return new Value.M(decode(value.getM()));
        } else if (value.getL() != null) {
            return new Value.L(value.getL().stream().map(LambdaValues::decode).toList());
        }
        return decodeSet(value);
    }

    private static Value decodeSet(AttributeValue value) {
        if (value.getSS() != null) {
            return new Value.SS(new LinkedHashSet<>(value.getSS()));
        } else if (value.getNS() != null) {
            return new Value.NS(set(value.getNS(), Value.N::of));
        } else if (value.getBS() != null) {
            return new Value.BS(set(value.getBS(), LambdaValues::bytes));
        }
        throw new UnusableRecordException("an attribute value of unknown type");
    }

    private static Value.B bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return new Value.B(bytes);
    }

    private static <T, R> Set<R> set(Collection<T> from, Function<T, R> each) {
        return from.stream().map(each).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
