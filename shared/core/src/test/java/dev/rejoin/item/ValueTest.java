package dev.rejoin.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Equality as DynamoDB's, and fingerprints that agree with it. */
class ValueTest {
    static Value.S text(String text) {
        return new Value.S(text);
    }

    static Value.N number(String number) {
        return Value.N.of(number);
    }

    static Value.B bytes(String text) {
        return new Value.B(text.getBytes(StandardCharsets.UTF_8));
    }

    @SafeVarargs
    static <T> Set<T> set(T... elements) {
        Set<T> set = new LinkedHashSet<>();
        for (T element : elements) {
            set.add(element);
        }
        return set;
    }

    private static Value map(Object... namesAndValues) {
        Map<String, Value> entries = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            entries.put((String) namesAndValues[i], (Value) namesAndValues[i + 1]);
        }
        return new Value.M(entries);
    }

    /** Each list: values that DynamoDB calls equal. No two lists share one. */
    static final List<List<Value>> CLASSES = List.of(
            List.of(text("")),
            List.of(text("1")),
            List.of(text("abcd"), text("ab" + "cd")),
            List.of(text("abcde")),
            List.of(text("abce")),
            List.of(text("dcba")),
            List.of(text("é"), text("\u00e9")),
            List.of(text("e\u0301")),
            List.of(number("0"), number("0.0"), number("-0"), number("0E+10"), Value.N.ZERO),
            List.of(number("1"), number("1.0"), number("1.000"), number("10E-1"), Value.N.of(1)),
            List.of(number("10"), number("1E+1"), number("10.00")),
            List.of(number("100"), number("1E2")),
            List.of(number("-1")),
            List.of(number("0.1"), number("1E-1")),
            List.of(number("12345678901234567890123456789012345678")),
            List.of(number("12345678901234567890123456789012345679")),
            List.of(bytes("")),
            List.of(bytes("1")),
            List.of(bytes("12345678"), bytes("12345678")),
            List.of(bytes("123456789")),
            List.of(new Value.B(new byte[] {0})),
            List.of(new Value.B(new byte[] {0, 0})),
            List.of(new Value.Bool(true)),
            List.of(new Value.Bool(false)),
            List.of(new Value.Null()),
            List.of(new Value.SS(set("a", "b")), new Value.SS(set("b", "a"))),
            List.of(new Value.SS(set("a"))),
            List.of(new Value.SS(set("1", "2"))),
            List.of(new Value.NS(set(number("1"), number("2"))), new Value.NS(set(number("2.0"), number("1.00")))),
            List.of(new Value.NS(set(number("1")))),
            List.of(new Value.BS(set(bytes("a"), bytes("b"))), new Value.BS(set(bytes("b"), bytes("a")))),
            List.of(new Value.BS(set(bytes("a")))),
            List.of(new Value.L(List.of())),
            List.of(new Value.L(List.of(text("a"), text("b")))),
            List.of(new Value.L(List.of(text("b"), text("a")))),
            List.of(new Value.L(List.of(text("a")))),
            List.of(new Value.L(List.of(number("1"))), new Value.L(List.of(number("1.0")))),
            List.of(new Value.L(List.of(new Value.L(List.of())))),
            List.of(map()),
            List.of(map("a", number("1"), "b", number("2")), map("b", number("2.0"), "a", number("1"))),
            List.of(map("a", number("2"), "b", number("1"))),
            List.of(map("a", map("b", new Value.Null()))),
            List.of(map("b", map("a", new Value.Null()))),
            List.of(
                    map("x", new Value.L(List.of(new Value.SS(set("p", "q"))))),
                    map("x", new Value.L(List.of(new Value.SS(set("q", "p")))))));

    @Test
    void equalityHashesAndFingerprintsAreThoseOfDynamoDb() {
        for (int i = 0; i < CLASSES.size(); i++) {
            for (int j = 0; j < CLASSES.size(); j++) {
                boolean same = i == j;
                for (Value x : CLASSES.get(i)) {
                    for (Value y : CLASSES.get(j)) {
                        assertThat(x.equals(y)).as("%s = %s", x, y).isEqualTo(same);
                        assertThat(Fingerprint.of(x) == Fingerprint.of(y))
                                .as("fingerprints of %s and %s", x, y)
                                .isEqualTo(same);
                        if (same) {
                            assertThat(x).hasSameHashCodeAs(y);
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "99999999999999999999999999999999999999",
                "-99999999999999999999999999999999999999",
                "9.9999999999999999999999999999999999999E+125",
                "-9.9999999999999999999999999999999999999E+125",
                "1E+125",
                "1E-130",
                "-1E-130",
                "0",
                "0E+500"
            })
    void numbersOf38DigitsInRangeFit(String number) {
        assertThat(Value.N.fits(new BigDecimal(number))).isTrue();
        assertThat(Value.N.of(number).number()).isEqualByComparingTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "999999999999999999999999999999999999999",
                "1E+126",
                "9E-131",
                "-1E+126",
                "1.00000000000000000000000000000000000001"
            })
    void othersDoNot(String number) {
        assertThat(Value.N.fits(new BigDecimal(number))).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Value.N.of(number))
                .withMessageContaining("38 digits");
    }

    @Test
    void trailingZerosAreNoDigits() {
        assertThat(Value.N.of("1" + "0".repeat(60)).text()).isEqualTo("1E+60");
        assertThat(Value.N.of("1" + "0".repeat(37)).text()).isEqualTo("1" + "0".repeat(37));
        assertThat(Value.N.of("1" + "0".repeat(38)).text()).isEqualTo("1E+38");
        assertThat(Value.N.of("-10").text()).isEqualTo("-10");
        assertThat(Value.N.of("1.50").text()).isEqualTo("1.5");
        assertThat(Value.N.of(1200).number()).isEqualByComparingTo("1200");
    }

    @Test
    void thereAreNoEmptySets() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Value.SS(Set.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Value.NS(Set.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Value.BS(Set.of()));
    }

    @Test
    void valuesDoNotChangeWithWhatTheyWereMadeOf() {
        byte[] raw = {1, 2};
        Value.B blob = new Value.B(raw);
        raw[0] = 9;
        blob.bytes()[1] = 9;
        assertThat(blob.bytes()).containsExactly(1, 2);
        assertThat(blob.buffer().isReadOnly()).isTrue();
        assertThat(blob.length()).isEqualTo(2);
        assertThat(blob).hasToString("B[2 bytes]").isNotEqualTo("B[2 bytes]");

        Set<String> texts = set("a");
        List<Value> list = new ArrayList<>(List.of(text("a")));
        Map<String, Value> entries = new LinkedHashMap<>(Map.of("a", text("a")));
        Value.SS frozenSet = new Value.SS(texts);
        Value.L frozenList = new Value.L(list);
        Value.M frozenMap = new Value.M(entries);
        texts.add("b");
        list.add(text("b"));
        entries.put("b", text("b"));
        assertThat(frozenSet.texts()).containsExactly("a");
        assertThat(frozenList.values()).hasSize(1);
        assertThat(frozenMap.entries()).containsOnlyKeys("a");
    }
}
