package dev.rejoin.cli.regions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rejoin.aws.incarnation.Expulsion;
import dev.rejoin.cli.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** DynamoDB Local restores nothing, so a table's description is made up here. */
class BackupTest {
    private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");

    private static Backup takenBefore(Duration age) {
        return Backup.of(TableDescription.builder()
                .restoreSummary(restore -> restore.restoreDateTime(NOW.minus(age)))
                .build());
    }

    @Test
    void aYoungBackupIsTaken() {
        Backup young = takenBefore(Duration.ofDays(34));
        young.require(NOW, false);
        assertThat(young.note(NOW)).isNull();
    }

    @Test
    void anOldOneIsRefusedUnlessItIsAccepted() {
        Backup old = takenBefore(Duration.ofDays(34).plusSeconds(1));
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> old.require(NOW, false))
                .withMessageContaining("2026-10-26T23:59:59Z")
                .withMessageContaining("--accept-resurrected");
        old.require(NOW, true);
        assertThat(old.note(NOW)).contains("2026-10-26T23:59:59Z", "may come back");
    }

    @Test
    void ofATableWithoutBackupNothingIsKnown() {
        Backup none = Backup.of(TableDescription.builder().build());
        none.require(NOW, false);
        assertThat(none.note(NOW)).contains("it is not known how old its items are");
    }

    @Test
    void whatARegionHasIsAsOldAsItsExpulsion() {
        long since = NOW.minus(Duration.ofDays(40)).toEpochMilli();
        Expulsion expelled = new Expulsion(1, since, "ada", 0);
        Backup young = takenBefore(Duration.ofDays(3));
        assertThat(young.or(null)).isEqualTo(young);
        assertThat(young.or(new Expulsion(1, NOW.toEpochMilli(), "ada", 0))).isEqualTo(young);
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> young.or(expelled).require(NOW, false))
                .withMessageContaining("the region was expelled on 2026-10-21")
                .withMessageContaining("--accept-resurrected");
        Backup none = Backup.of(TableDescription.builder().build());
        assertThat(none.or(expelled)).as("made anew, and perhaps empty").isEqualTo(none);
    }
}
