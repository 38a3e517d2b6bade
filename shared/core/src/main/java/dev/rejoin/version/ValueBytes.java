package dev.rejoin.version;

import dev.rejoin.item.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The bytes of a value: DynamoDB's type as one byte, then its content. Equal values have equal bytes.
 *
 * <pre>
 * value = 0 text | 1 decimal | 2 bytes | 3 (false) | 4 (true) | 5 (null)
 *       | 6 count text* | 7 count decimal* | 8 count bytes*          sets, sorted
 *       | 9 count value* | 10 count (text value)*
 * </pre>
 */
final class ValueBytes {
    private static final int TYPES = 11;

    /** DynamoDB nests no deeper than 32 levels. */
    private static final int DEPTH = 33;

    private ValueBytes() {}

    static void write(ByteWriter out, Value value) {
        if (value instanceof Value.S s) {
            out.raw(0).text(s.text());
        } else if (value instanceof Value.N n) {
            out.raw(1).decimal(n.number());
        } else if (value instanceof Value.B b) {
            out.raw(2).bytes(b.bytes());
        } else if (value instanceof Value.Bool bool) {
            out.raw(bool.value() ? 4 : 3);
        } else if (value instanceof Value.Null) {
            out.raw(5);
        } else if (value instanceof Value.M map) {
            out.raw(10).number(map.entries().size());
            map.entries().forEach((name, entry) -> write(out.text(name), entry));
        } else {
            writeElements(out, value);
        }
    }

    private static void writeElements(ByteWriter out, Value value) {
        List<Value> elements = Elements.of(value);
        int type = value instanceof Value.SS ? 6 : value instanceof Value.NS ? 7 : value instanceof Value.BS ? 8 : 9;
        if (elements == null) {
            throw new IllegalArgumentException("no such type of value");
        }
        out.raw(type).number(elements.size());
        for (Value element : elements) {
            if (type == 9) {
                write(out, element);
            } else if (element instanceof Value.S s) {
                out.text(s.text());
            } else if (element instanceof Value.N n) {
                out.decimal(n.number());
            } else {
                out.bytes(((Value.B) element).bytes());
            }
        }
    }

    static Value read(ByteReader in) {
        return read(in, DEPTH);
    }

    private static Value read(ByteReader in, int depth) {
        if (depth == 0) {
            throw FormatException.malformed("nested too deep");
        }
        int type = in.below(TYPES);
        return switch (type) {
            case 0 -> new Value.S(in.text());
            case 1 -> number(in);
            case 2 -> new Value.B(in.bytes());
            case 3, 4 -> new Value.Bool(type == 4);
            case 5 -> new Value.Null();
            case 9 -> list(in, depth);
            case 10 -> map(in, depth);
            default -> set(in, type);
        };
    }

    private static Value.N number(ByteReader in) {
        try {
            return new Value.N(in.decimal());
        } catch (IllegalArgumentException e) {
            throw FormatException.malformed("number out of range");
        }
    }

    private static Value list(ByteReader in, int depth) {
        List<Value> values = new ArrayList<>();
        for (int n = in.count(); n > 0; n--) {
            values.add(read(in, depth - 1));
        }
        return new Value.L(values);
    }

    private static Value map(ByteReader in, int depth) {
        Map<String, Value> entries = new TreeMap<>();
        for (int n = in.count(); n > 0; n--) {
            if (entries.put(in.text(), read(in, depth - 1)) != null) {
                throw FormatException.malformed("something named twice");
            }
        }
        return new Value.M(entries);
    }

    private static Value set(ByteReader in, int type) {
        int n = in.count();
        Set<String> texts = new LinkedHashSet<>();
        Set<Value.N> numbers = new LinkedHashSet<>();
        Set<Value.B> blobs = new LinkedHashSet<>();
        for (int i = 0; i < n; i++) {
            boolean isNew = type == 6
                    ? texts.add(in.text())
                    : type == 7 ? numbers.add(number(in)) : blobs.add(new Value.B(in.bytes()));
            if (!isNew) {
                throw FormatException.malformed("something named twice");
            }
        }
        if (n == 0) {
            throw FormatException.malformed("an empty set");
        }
        return type == 6 ? new Value.SS(texts) : type == 7 ? new Value.NS(numbers) : new Value.BS(blobs);
    }
}
