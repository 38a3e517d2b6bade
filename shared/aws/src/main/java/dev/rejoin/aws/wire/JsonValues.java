package dev.rejoin.aws.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.rejoin.item.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Values in DynamoDB's JSON: {@code {"S":"text"}}. */
public final class JsonValues {
    /** DynamoDB's limit. */
    private static final int MAX_DEPTH = 32;

    private JsonValues() {}

    /** Writes named values as an object. */
    public static void write(JsonGenerator out, Map<String, Value> values) throws IOException {
        out.writeStartObject();
        for (Map.Entry<String, Value> entry : values.entrySet()) {
            out.writeFieldName(entry.getKey());
            write(out, entry.getValue());
        }
        out.writeEndObject();
    }

    /** Writes one value. */
    public static void write(JsonGenerator out, Value value) throws IOException {
        out.writeStartObject();
        if (value instanceof Value.S s) {
            out.writeStringField("S", s.text());
        } else if (value instanceof Value.N n) {
            out.writeStringField("N", n.text());
        } else if (value instanceof Value.B b) {
            out.writeStringField("B", base64(b));
        } else if (value instanceof Value.Bool bool) {
            out.writeBooleanField("BOOL", bool.value());
        } else if (value instanceof Value.Null) {
            out.writeBooleanField("NULL", true);
        } else if (value instanceof Value.SS set) {
            writeTexts(out, "SS", set.texts());
        } else if (value instanceof Value.NS set) {
            writeTexts(out, "NS", set.numbers().stream().map(Value.N::text).toList());
        } else if (value instanceof Value.BS set) {
            writeTexts(out, "BS", set.blobs().stream().map(JsonValues::base64).toList());
        } else if (value instanceof Value.L list) {
            out.writeArrayFieldStart("L");
            for (Value element : list.values()) {
                write(out, element);
            }
            out.writeEndArray();
        } else if (value instanceof Value.M map) {
            out.writeFieldName("M");
            write(out, map.entries());
        }
        out.writeEndObject();
    }

    private static void writeTexts(JsonGenerator out, String type, Iterable<String> texts) throws IOException {
        out.writeArrayFieldStart(type);
        for (String text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }

    private static String base64(Value.B value) {
        return Base64.getEncoder().encodeToString(value.bytes());
    }

    /**
     * Reads named values from a tree.
     *
     * @throws WireException if it is not what {@link #write} writes
     */
    public static Map<String, Value> read(Object tree) {
        try {
            return read(tree, 1);
        } catch (IllegalArgumentException | ArithmeticException e) {
            // Numbers out of range, empty sets, text that is not base64; the message might quote it.
            throw WireException.malformed("no DynamoDB value: " + e.getClass().getSimpleName());
        }
    }

    private static Map<String, Value> read(Object tree, int depth) {
        Map<String, Value> values = new TreeMap<>();
        for (Map.Entry<String, Object> entry : Json.object(tree).entrySet()) {
            values.put(entry.getKey(), value(entry.getValue(), depth));
        }
        return values;
    }

    private static Value value(Object tree, int depth) {
        Map<String, Object> typed = Json.object(tree);
        if (typed.size() != 1 || depth > MAX_DEPTH) {
            throw WireException.malformed("no DynamoDB value");
        }
        String type = typed.keySet().iterator().next();
        return switch (type) {
            case "S" -> new Value.S(Json.text(typed, type));
            case "N" -> number(Json.text(typed, type));
            case "B" -> bytes(Json.text(typed, type));
            case "BOOL" -> new Value.Bool(bool(typed, type));
            case "NULL" -> nothing(typed, type);
            case "SS" -> new Value.SS(set(typed, type, text -> text));
            case "NS" -> new Value.NS(set(typed, type, JsonValues::number));
            case "BS" -> new Value.BS(set(typed, type, JsonValues::bytes));
            case "L" -> list(Json.list(typed, type), depth);
            case "M" -> new Value.M(read(Json.field(typed, type), depth + 1));
            default -> throw WireException.malformed("no DynamoDB value");
        };
    }

    /** Bounded before it is parsed: the exponent of a long text could be anything. */
    private static Value.N number(String text) {
        if (text.length() > 300) {
            throw WireException.malformed("a number of more than 300 characters");
        }
        return Value.N.of(text);
    }

    private static Value.B bytes(String text) {
        return new Value.B(Base64.getDecoder().decode(text));
    }

    private static boolean bool(Map<String, Object> typed, String type) {
        if (Json.field(typed, type) instanceof Boolean bool) {
            return bool;
        }
        throw WireException.malformed("no DynamoDB value");
    }

    private static Value nothing(Map<String, Object> typed, String type) {
        if (bool(typed, type)) {
            return new Value.Null();
        }
        throw WireException.malformed("no DynamoDB value");
    }

    private static Value list(List<?> trees, int depth) {
        List<Value> values = new ArrayList<>(trees.size());
        trees.forEach(tree -> values.add(value(tree, depth + 1)));
        return new Value.L(values);
    }

    private static <T> Set<T> set(Map<String, Object> typed, String type, Function<String, T> read) {
        Set<T> set = new LinkedHashSet<>();
        for (Object element : Json.list(typed, type)) {
            if (!(element instanceof String text)) {
                throw WireException.malformed("no DynamoDB value");
            }
            set.add(read.apply(text));
        }
        return set;
    }
}
