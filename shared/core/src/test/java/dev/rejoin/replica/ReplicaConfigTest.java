package dev.rejoin.replica;

import static dev.rejoin.replica.FakeRegion.home;
import static dev.rejoin.version.Versions.AP;
import static dev.rejoin.version.Versions.EU;
import static dev.rejoin.version.Versions.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemSize;
import dev.rejoin.policy.MergePolicy;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplicaConfigTest {
    @Test
    void everythingWrongIsReportedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReplicaConfig(home(EU), Set.of(EU, US), MergePolicy.REGISTERS, 0, 0, 0, 0, 0))
                .withMessageContainingAll(
                        "no peer of itself: eu-west-1",
                        "clock bound must be 1 ms or more: 0",
                        "granularity must be 1 ms or more: 0",
                        "attempts must be 1 or more: 0",
                        "slices are of 1 to 100 attributes: 0",
                        "items have at most 400 KB: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new ReplicaConfig(home(EU), Set.of(), MergePolicy.REGISTERS, 1, 1, 1, 101, ItemSize.LIMIT + 1))
                .withMessage("slices are of 1 to 100 attributes: 101; items have at most 400 KB: 409601");
    }

    @Test
    void aBackupIsOfAnEarlierIncarnationOfTheSameRegion() {
        ReplicaConfig third = ReplicaConfig.of(home(EU.incarnation(3)), Set.of(US), MergePolicy.REGISTERS);
        assertThat(third.withBackup(EU).backup()).isEqualTo(EU);
        assertThat(third.withBackup(EU.incarnation(2)).backup()).isEqualTo(EU.incarnation(2));
        ReplicaConfig seventeenth = ReplicaConfig.of(home(EU.incarnation(17)), Set.of(US), MergePolicy.REGISTERS);
        for (ReplicaConfig config : List.of(third, seventeenth)) {
            for (Actor other : List.of(US, EU.incarnation(17), EU.incarnation(18))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> config.withBackup(other))
                        .withMessageContaining("an earlier incarnation of its own region");
            }
        }
        assertThatIllegalArgumentException().isThrownBy(() -> seventeenth.withBackup(EU));
        ReplicaConfig kept =
                third.withBackup(EU).withOrigins().withFormer(Set.of(AP)).withPolicy(MergePolicy.REGISTERS);
        assertThat(kept.backup()).isEqualTo(EU);
        assertThat(kept.at(home(EU.incarnation(4))).self()).isEqualTo(EU.incarnation(4));
    }

    @Test
    void theLimitsThemselvesAreGood() {
        assertThatCode(() -> new ReplicaConfig(home(EU), Set.of(), MergePolicy.REGISTERS, 1, 1, 1, 1, 1))
                .doesNotThrowAnyException();
        assertThatCode(() -> new ReplicaConfig(home(EU), Set.of(), MergePolicy.REGISTERS, 1, 1, 1, 100, ItemSize.LIMIT))
                .doesNotThrowAnyException();
    }

    @Test
    void theDefaultsAreThoseOfTheDocumentation() {
        ReplicaConfig config = ReplicaConfig.of(home(EU), Set.of(US, AP), MergePolicy.REGISTERS);
        assertThat(config.clockBoundMillis()).isEqualTo(60_000);
        assertThat(config.granularityMillis()).isEqualTo(1_000);
        assertThat(config.attempts()).isEqualTo(6);
        assertThat(config.sliceSize()).isEqualTo(100);
        assertThat(config.itemLimit()).isEqualTo(400 * 1024);
        assertThat(config.peers()).containsExactly(AP, US);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> config.peers().clear());
    }
}
