package dev.rejoin.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnIsolationTest {
    @ParameterizedTest
    @CsvSource({
        // side, all, open, fence, fence-minority
        "a, a, true, true, true",
        "a, ab, true, false, true",
        "b, ab, true, false, false",
        "ab, abc, true, true, true",
        "a, abc, true, false, false",
        "c, abc, true, false, false",
        "ad, abcd, true, false, true",
        "bc, abcd, true, false, false",
        "bcd, abcd, true, true, true",
        "bc, abcde, true, false, false",
        "cde, abcde, true, true, true"
    })
    void aSideMayWriteIfItIsTheGreaterOne(String side, String all, boolean open, boolean fence, boolean minority) {
        assertThat(OnIsolation.OPEN.mayWrite(names(side), names(all))).isEqualTo(open);
        assertThat(OnIsolation.FENCE.mayWrite(names(side), names(all))).isEqualTo(fence);
        assertThat(OnIsolation.FENCE_MINORITY.mayWrite(names(side), names(all))).isEqualTo(minority);
    }

    /** However a set of regions is cut in two, at most one side takes writes. */
    @Test
    void noTwoSidesMayWrite() {
        for (int size = 1; size <= 5; size++) {
            Set<Integer> all = bits((1 << size) - 1);
            for (int side = 0; side < 1 << size; side++) {
                Set<Integer> here = bits(side);
                Set<Integer> there = bits(~side & ((1 << size) - 1));
                for (OnIsolation policy : Set.of(OnIsolation.FENCE, OnIsolation.FENCE_MINORITY)) {
                    assertThat(policy.mayWrite(here, all) && policy.mayWrite(there, all))
                            .isFalse();
                }
                assertThat(OnIsolation.FENCE_MINORITY.mayWrite(here, all)
                                || OnIsolation.FENCE_MINORITY.mayWrite(there, all))
                        .as("with the tie broken, one side always may")
                        .isTrue();
            }
        }
    }

    @Test
    void itIsSpelledAsInConfiguration() {
        for (OnIsolation policy : OnIsolation.values()) {
            assertThat(OnIsolation.parse(policy.text())).contains(policy);
        }
        assertThat(OnIsolation.FENCE_MINORITY.text()).isEqualTo("fence-minority");
        assertThat(OnIsolation.parse("FENCE")).isEmpty();
    }

    private static Set<String> names(String letters) {
        return new TreeSet<>(
                letters.chars().mapToObj(letter -> "" + (char) letter).toList());
    }

    private static Set<Integer> bits(int mask) {
        Set<Integer> bits = new TreeSet<>();
        for (int i = 0; i < 5; i++) {
            if ((mask >> i & 1) == 1) {
                bits.add(i);
            }
        }
        return bits;
    }
}
