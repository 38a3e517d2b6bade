package dev.rejoin.version;

import static dev.rejoin.version.Versions.list;
import static dev.rejoin.version.Versions.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.item.Fingerprint;
import dev.rejoin.item.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ElementsTest {
    private static final Value A = new Value.S("a");
    private static final Value B = new Value.S("b");
    private static final Value.N TWO = Value.N.of(2);
    private static final Value.N TEN = Value.N.of(10);
    private static final Value.B LOW = new Value.B(new byte[] {1});
    private static final Value.B LONG = new Value.B(new byte[] {1, 0});

    @Test
    void setsAndListsAreTakenApartAndNothingElse() {
        assertThat(Elements.of(set("b", "a"))).containsExactly(A, B);
        assertThat(Elements.of(new Value.NS(Set.of(TEN, TWO)))).containsExactly(TWO, TEN);
        assertThat(Elements.of(new Value.BS(Set.of(LONG, LOW)))).containsExactly(LOW, LONG);
        assertThat(Elements.of(list("b", "a", "b"))).containsExactly(B, A, B);
        assertThat(Elements.of(new Value.L(List.of()))).isEmpty();
        assertThat(Elements.of(new Value.M(Map.of("a", A)))).isNull();
        assertThat(Elements.of(A)).isNull();
        assertThat(Elements.of(null)).isNull();
    }

    @Test
    void whatWasTakenApartIsPutTogetherAgain() {
        for (Value set : List.of(set("a", "b"), new Value.NS(Set.of(TWO, TEN)), new Value.BS(Set.of(LOW, LONG)))) {
            assertThat(Elements.isSet(set)).isTrue();
            assertThat(Elements.set(Elements.of(set))).isEqualTo(set);
        }
        assertThat(Elements.isSet(list("a"))).isFalse();
        assertThat(Elements.isSet(null)).isFalse();
    }

    @Test
    void aSetHasOneTypeThatOfTheLastElement() {
        assertThat(Elements.set(List.of(TWO, LOW, A, B))).isEqualTo(set("a", "b"));
        assertThat(Elements.set(List.of(A, TWO))).isEqualTo(new Value.NS(Set.of(TWO)));
        assertThat(Elements.set(List.of(A, LOW))).isEqualTo(new Value.BS(Set.of(LOW)));
        assertThat(Elements.set(List.of(A, A))).isEqualTo(set("a"));
    }

    @Test
    void thereIsNoEmptySetAndNoneOfAnythingElse() {
        assertThat(Elements.set(List.of())).isNull();
        assertThat(Elements.set(List.of(A, new Value.Bool(true)))).isNull();
    }

    @Test
    void whatAnItemShowsIsFoundByItsHash() {
        assertThat(Elements.byHash(set("a", "b")))
                .containsOnly(
                        Map.entry(Fingerprint.of(set("a", "b")), set("a", "b")),
                        Map.entry(Fingerprint.of(A), A),
                        Map.entry(Fingerprint.of(B), B));
        assertThat(Elements.byHash(TWO)).containsOnly(Map.entry(Fingerprint.of(TWO), TWO));
    }
}
