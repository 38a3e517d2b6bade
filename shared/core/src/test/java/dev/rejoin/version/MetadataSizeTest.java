package dev.rejoin.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridTime;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures of the README: bytes for an item of 10 attributes that was written as a whole, names included. */
class MetadataSizeTest {
    private static final List<String> REGIONS =
            List.of("eu-west-1", "us-east-1", "ap-south-1", "eu-central-1", "us-west-2");
    private static final List<String> ATTRIBUTES = List.of(
            "status", "total", "customer", "created", "updated", "address", "currency", "items", "note", "channel");
    private static final long HOURS_APART = 5 * 3_600_000L;

    @ParameterizedTest
    @CsvSource({"2, 166, 142", "3, 183, 159", "5, 219, 195"})
    void isAsTheReadmeSays(int regions, int onItem, int inShadow) {
        Version version = wholeItem(regions);
        ItemClock clock = new ItemClock(-1, -1, version, -1, -1, 12);
        ShadowRow row = new ShadowRow(
                version,
                SequenceNumber.of("4421584500000000017450439091"),
                -1L,
                Collections.emptySortedMap(),
                List.of());
        assertThat("_rejoin".length() + clock.toBytes().length())
                .isEqualTo(onItem)
                .isLessThanOrEqualTo(120 + 48 * regions);
        assertThat("v".length() + row.toBytes().length()).isEqualTo(inShadow).isLessThanOrEqualTo(120 + 48 * regions);
    }

    private static Version wholeItem(int regions) {
        long start = HybridTime.ofMillis(1_793_000_000_000L);
        VersionBuilder builder = new VersionBuilder(Version.EMPTY);
        Dot last = new Dot(start, new Actor(REGIONS.get(0)));
        for (int i = 0; i < regions; i++) {
            last = new Dot(start + HybridTime.ofMillis(i * HOURS_APART) + i, new Actor(REGIONS.get(i)));
            builder.seen(last);
        }
        builder.existence(last);
        for (String name : ATTRIBUTES) {
            builder.register(name, Cell.withheld(last));
        }
        return builder.build();
    }
}
