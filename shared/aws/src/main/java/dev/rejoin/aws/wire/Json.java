package dev.rejoin.aws.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as trees of maps, lists, texts, numbers and booleans, and back, without reflection. Reading is bounded in depth and in
 * the number of nodes; numbers other than 64-bit integers are kept as text.
 */
public final class Json {
    /** Twice DynamoDB's nesting, since each of its values is an object of its own, and what is around them. */
    private static final int MAX_DEPTH = 80;

    private static final int MAX_NODES = 2_000_000;
    private static final JsonFactory FACTORY = new JsonFactory();

    /** JSON null: maps and lists hold no Java null. */
    public enum Nothing {
        NULL
    }

    private Json() {}

    /** Writes to a generator. */
    public interface Writing {
        void write(JsonGenerator out) throws IOException;
    }

    /** The bytes of what is written, which must be one value. */
    public static byte[] write(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            writing.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads an object.
     *
     * @throws WireException if it is none, or beyond the bounds
     */
    public static Map<String, Object> readObject(byte[] json) {
        try (JsonParser in = FACTORY.createParser(json)) {
            in.nextToken();
            Object tree = new Reader(in).value(0);
            if (in.nextToken() != null) {
                throw WireException.malformed("something after the end");
            }
            return object(tree);
        } catch (IOException e) {
            throw WireException.malformed("no JSON");
        }
    }

    /** That tree as an object. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> object(Object tree) {
        if (tree instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw WireException.malformed("an object is missing");
    }

    /** That field, which must be there. */
    public static Object field(Map<String, Object> object, String name) {
        Object field = object.get(name);
        if (field == null) {
            throw WireException.malformed("without '" + name + "'");
        }
        return field;
    }

    /** That field, which must be text. */
    public static String text(Map<String, Object> object, String name) {
        if (field(object, name) instanceof String text) {
            return text;
        }
        throw WireException.malformed("'" + name + "' is no text");
    }

    /** That field, which must be an integer. */
    public static long number(Map<String, Object> object, String name) {
        if (field(object, name) instanceof Long number) {
            return number;
        }
        throw WireException.malformed("'" + name + "' is no integer");
    }

    /** That field, which must be a list. */
    public static List<?> list(Map<String, Object> object, String name) {
        if (field(object, name) instanceof List<?> list) {
            return list;
        }
        throw WireException.malformed("'" + name + "' is no list");
    }

    private static final class Reader {
        private final JsonParser in;
        private int nodes;

        Reader(JsonParser in) {
            this.in = in;
        }

        Object value(int depth) throws IOException {
            nodes++;
            if (depth > MAX_DEPTH || nodes > MAX_NODES) {
                throw WireException.malformed("nested too deep or too long");
            }
            JsonToken token = in.currentToken();
            if (token == null) {
                throw WireException.malformed("ends too early");
            }
            return switch (token) {
                case START_OBJECT -> map(depth);
                case START_ARRAY -> list(depth);
                case VALUE_STRING, VALUE_NUMBER_FLOAT -> in.getText();
                case VALUE_NUMBER_INT -> integer();
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case VALUE_NULL -> Nothing.NULL;
                default -> throw WireException.malformed("no JSON");
            };
        }

        private Object integer() throws IOException {
            return in.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? in.getText() : (Long) in.getLongValue();
        }

        private Map<String, Object> map(int depth) throws IOException {
            Map<String, Object> map = new LinkedHashMap<>();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String name = in.currentName();
                in.nextToken();
                if (map.put(name, value(depth + 1)) != null) {
                    throw WireException.malformed("a field named twice");
                }
            }
            return map;
        }

        private List<Object> list(int depth) throws IOException {
            List<Object> list = new ArrayList<>();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(depth + 1));
            }
            return list;
        }
    }
}
