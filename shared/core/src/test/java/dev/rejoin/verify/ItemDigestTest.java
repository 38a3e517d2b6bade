package dev.rejoin.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.MergePolicy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ItemDigestTest {
    private static final ItemKey KEY = ItemKey.of("pk", "one");
    private static final ItemKey OTHER = ItemKey.of("pk", "two");
    private static final Value S = new Value.S("text");

    @Test
    void equalItemsHaveEqualDigests() {
        assertThat(of(Map.of("a", Value.N.of("1.0"), "b", new Value.SS(new LinkedHashSet<>(List.of("x", "y"))))))
                .isEqualTo(of(Map.of("b", new Value.SS(new LinkedHashSet<>(List.of("y", "x"))), "a", Value.N.of("1"))));
    }

    @Test
    void whatDynamoDbTellsApartIsToldApart() {
        List<Map<String, Value>> all = List.of(
                Map.of(),
                Map.of("a", S),
                Map.of("b", S),
                Map.of("a", S, "b", S),
                Map.of("a", new Value.B(new byte[] {1})),
                Map.of("a", Value.N.of(1)),
                Map.of("a", new Value.S("1")),
                Map.of("a", new Value.Bool(true)),
                Map.of("a", new Value.Null()),
                Map.of("a", new Value.L(List.of(Value.N.of(1), Value.N.of(2)))),
                Map.of("a", new Value.L(List.of(Value.N.of(2), Value.N.of(1)))),
                Map.of("a", new Value.M(Map.of("x", S))),
                Map.of("a", new Value.SS(Set.of("1"))),
                Map.of("a", new Value.NS(Set.of(Value.N.of(1)))));
        List<Long> digests = new ArrayList<>();
        all.forEach(attributes -> digests.add(of(attributes)));
        assertThat(digests).doesNotHaveDuplicates();
    }

    @Test
    void aCounterAtZeroIsAsGoodAsNone() {
        assertThat(of(Map.of("n", Value.N.of(0), "a", S))).isEqualTo(of(Map.of("a", S)));
        assertThat(of(Map.of("n", Value.N.of(1), "a", S))).isNotEqualTo(of(Map.of("a", S)));
        assertThat(of(Map.of("m", Value.N.of(0))))
                .as("a register at 0 is a value")
                .isNotEqualTo(of(Map.of()));
        assertThat(of(Map.of("n", new Value.S("")))).isNotEqualTo(of(Map.of()));
    }

    @Test
    void contentsThatStandUnderEachOthersKeysAreSeen() {
        Attributes a = Attributes.of("a", S);
        Attributes b = Attributes.of("a", new Value.S("other"));
        assertThat(digest(KEY, a) + digest(OTHER, b)).isNotEqualTo(digest(KEY, b) + digest(OTHER, a));
    }

    private static long of(Map<String, Value> attributes) {
        return digest(KEY, Attributes.of(attributes));
    }

    private static long digest(ItemKey key, Attributes shown) {
        return ItemDigest.of(key, shown, MergePolicy.counting(Set.of("n")));
    }
}
