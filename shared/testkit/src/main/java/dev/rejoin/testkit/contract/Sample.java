package dev.rejoin.testkit.contract;

import dev.rejoin.item.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A value, the same value written differently, and one that differs from it as little as possible.
 *
 * @param name what is special about it
 * @param value as an application writes it
 * @param twin equal by DynamoDB's equality
 * @param other not equal
 */
record Sample(String name, Value value, Value twin, Value other) {
    /** Samples of every type. */
    static List<Sample> all() {
        return Stream.of(scalars(), numbers(), sets(), documents())
                .flatMap(List::stream)
                .toList();
    }

    private static Sample of(String name, Value value, Value other) {
        return new Sample(name, value, value, other);
    }

    private static List<Sample> scalars() {
        return List.of(
                of("text", s("x"), s("X")),
                of("empty text", s(""), s(" ")),
                of("text that is a number", s("1"), n("1")),
                of("accents, emoji, controls", s("é\u0301 😀 \0\n\""), s("é 😀 \0\n\"")),
                of("bytes", b(0, 255, 128), b(0, 255, 127)),
                of("no bytes", b(), b(0)),
                of("bytes that are text", b('x'), s("x")),
                of("true", new Value.Bool(true), new Value.Bool(false)),
                of("false", new Value.Bool(false), new Value.Null()),
                of("null", new Value.Null(), s("")));
    }

    private static List<Sample> numbers() {
        return List.of(
                new Sample("number", n("1"), n("1.000"), n("1.0001")),
                new Sample("zero", n("0"), n("-0.00"), n("1E-130")),
                new Sample("thousand", n("1000"), n("1E3"), n("-1000")),
                of(
                        "38 digits",
                        n("12345678901234567890123456789012345678"),
                        n("12345678901234567890123456789012345679")),
                of("38 digits behind the point", n("0.12345678901234567890123456789012345678"), n("0.1")),
                of("largest", n("9.9999999999999999999999999999999999999E125"), n("9.9E125")),
                of("smallest", n("1E-130"), n("0")),
                of("negative", n("-9.9999999999999999999999999999999999999E125"), n("-9.9E125")));
    }

    private static List<Sample> sets() {
        return List.of(
                new Sample("texts", ss("a", "b", ""), ss("", "b", "a"), ss("a", "b")),
                new Sample("numbers", ns("1", "20", "-3.5"), ns("-3.50", "2E1", "1.0"), ns("1", "20", "-3.4")),
                new Sample("byte strings", bs(b(1), b(2, 3)), bs(b(2, 3), b(1)), bs(b(1), b(2), b(3))),
                of("set of one", ss("a"), new Value.L(List.of(s("a")))));
    }

    private static List<Sample> documents() {
        Value deep = new Value.M(Map.of("l", new Value.L(List.of(n("1.0"), ss("x", "y"), new Value.Null()))));
        Value deepTwin = new Value.M(Map.of("l", new Value.L(List.of(n("1"), ss("y", "x"), new Value.Null()))));
        Value deepOther = new Value.M(Map.of("l", new Value.L(List.of(n("1"), ss("y", "z"), new Value.Null()))));
        return List.of(
                of("list", new Value.L(List.of(s("a"), n("2"))), new Value.L(List.of(n("2"), s("a")))),
                of("empty list", new Value.L(List.of()), new Value.M(Map.of())),
                of("list in list", new Value.L(List.of(new Value.L(List.of()))), new Value.L(List.of())),
                of("map", new Value.M(Map.of("k", s("v"), "k2", s("w"))), new Value.M(Map.of("k", s("v")))),
                of("empty map", new Value.M(Map.of()), new Value.M(Map.of("k", new Value.Null()))),
                new Sample("deep", deep, deepTwin, deepOther));
    }

    private static Value s(String text) {
        return new Value.S(text);
    }

    private static Value.N n(String number) {
        return Value.N.of(number);
    }

    private static Value.B b(int... bytes) {
        byte[] array = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            array[i] = (byte) bytes[i];
        }
        return new Value.B(array);
    }

    private static Value ss(String... texts) {
        return new Value.SS(ordered(List.of(texts)));
    }

    private static Value ns(String... numbers) {
        return new Value.NS(ordered(Stream.of(numbers).map(Value.N::of).toList()));
    }

    private static Value bs(Value.B... blobs) {
        return new Value.BS(ordered(List.of(blobs)));
    }

    private static <T> Set<T> ordered(List<T> elements) {
        return new LinkedHashSet<>(elements);
    }

    @Override
    public String toString() {
        return name;
    }
}
