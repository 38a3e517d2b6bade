package dev.rejoin.item;

import static dev.rejoin.item.ValueTest.bytes;
import static dev.rejoin.item.ValueTest.number;
import static dev.rejoin.item.ValueTest.set;
import static dev.rejoin.item.ValueTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    private static final Attributes ITEM = Attributes.of(Map.of(
            "text", text("fingerprint"),
            "number", number("-12.5"),
            "bytes", bytes("twelve bytes"),
            "yes", new Value.Bool(true),
            "no", new Value.Bool(false),
            "null", new Value.Null(),
            "texts", new Value.SS(set("a", "b")),
            "numbers", new Value.NS(set(number("1"), number("2"))),
            "list", new Value.L(List.of(text("a"), number("1"))),
            "map", new Value.M(Map.of("blobs", new Value.BS(set(bytes("a")))))));

    /** Clocks hold these; if one changes, every stored item looks as if somebody had written it. */
    @Test
    void whatIsStoredNeverChanges() {
        List<String> found = new ArrayList<>();
        ITEM.asMap().forEach((name, value) -> found.add(name + "=" + hex(Fingerprint.of(name, value))));
        found.add("all=" + hex(Fingerprint.of(ITEM)));
        found.add("inserted=" + hex(Fingerprint.ofChange("a", null, number("1"))));
        found.add("removed=" + hex(Fingerprint.ofChange("a", number("1"), null)));
        found.add("added=" + hex(Fingerprint.ofDifference("a", BigDecimal.TEN)));
        assertThat(found)
                .containsExactly(
                        "bytes=969e6e0deb43d3d7",
                        "list=d68181e656a62f6e",
                        "map=a2a07ab6608659f2",
                        "no=f7007690582f4ea4",
                        "null=73745294e374d465",
                        "number=2683a4ef23498876",
                        "numbers=df699879157169e3",
                        "text=fe1def2ab375a682",
                        "texts=232b40edc9c70aa0",
                        "yes=e65ac72130b9824d",
                        "all=87c66871c4c5a608",
                        "inserted=0c2b241f39df9341",
                        "removed=58b23a7c7c056c1d",
                        "added=7d465423f0baca3a");
    }

    private static String hex(long value) {
        return String.format("%016x", value);
    }

    @Test
    void anItemIsTheSumOfItsAttributes() {
        long sum = 0;
        for (String name : ITEM.names()) {
            sum += Fingerprint.of(name, ITEM.get(name));
        }
        assertThat(Fingerprint.of(ITEM)).isEqualTo(sum).isNotZero();
        assertThat(Fingerprint.of(Attributes.NONE)).isZero();
    }

    @Test
    void nameValueAndKindAllCount() {
        Set<Long> seen = new HashSet<>();
        for (String name : List.of("a", "b", "ab", "ba", "", "é")) {
            for (List<Value> same : ValueTest.CLASSES) {
                assertThat(seen.add(Fingerprint.of(name, same.get(0)))).isTrue();
            }
        }
        assertThat(seen).hasSize(6 * ValueTest.CLASSES.size());
    }

    @Test
    void aChangeIsTheNameTheOldAndTheNewValue() {
        Set<Long> seen = new HashSet<>();
        Value[] values = {null, number("1"), number("2"), text("1")};
        for (String name : List.of("a", "b")) {
            for (Value before : values) {
                for (Value after : values) {
                    assertThat(seen.add(Fingerprint.ofChange(name, before, after)))
                            .isTrue();
                }
            }
        }
        assertThat(Fingerprint.ofChange("a", number("1"), number("2.0")))
                .isEqualTo(Fingerprint.ofChange("a", number("1.0"), number("2")));
    }

    @Test
    void aDifferenceIsTheNameAndTheAmount() {
        assertThat(Fingerprint.ofDifference("a", BigDecimal.ZERO)).isZero();
        assertThat(Fingerprint.ofDifference("a", new BigDecimal("0.00"))).isZero();
        assertThat(Fingerprint.ofDifference("a", new BigDecimal("10")))
                .isEqualTo(Fingerprint.ofDifference("a", new BigDecimal("1E+1")))
                .isNotEqualTo(Fingerprint.ofDifference("a", new BigDecimal("-10")))
                .isNotEqualTo(Fingerprint.ofDifference("b", BigDecimal.TEN))
                .isNotEqualTo(Fingerprint.of("a", number("10")));
    }

    @Test
    void nearValuesDifferInHalfOfTheBits() {
        long bits = 0;
        int pairs = 2_000;
        for (int i = 0; i < pairs; i++) {
            bits += Long.bitCount(Fingerprint.of("n", Value.N.of(i)) ^ Fingerprint.of("n", Value.N.of(i + 1)));
        }
        assertThat((double) bits / pairs).isBetween(31.0, 33.0);
    }
}
