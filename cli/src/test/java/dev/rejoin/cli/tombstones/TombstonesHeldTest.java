package dev.rejoin.cli.tombstones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rejoin.aws.control.Direction;
import dev.rejoin.aws.control.Directions;
import dev.rejoin.aws.control.TombstoneRun;
import dev.rejoin.aws.control.TombstoneRuns;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.operate.Engine;
import dev.rejoin.cli.operate.TableNames;
import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What is told, and noted for the sentinels, of a run that something held back. */
@Timeout(120)
class TombstonesHeldTest extends TombstonesFixture {
    private static final long DAY = Duration.ofDays(1).toMillis();

    private TombstoneRun noted(Actor region) {
        try (DynamoDbAsyncClient client = Engine.asyncClient(region.name())) {
            return new TombstoneRuns(client, new TableNames(table).control(), region)
                    .last()
                    .join()
                    .orElseThrow();
        }
    }

    @Test
    void eachRegionsControlTableHasHowARunEnded() {
        long begin = now;
        dead("a", deleted(DELETE).build());
        assertOk("--dry-run");
        assertThatThrownBy(() -> noted(EU)).as("a dry run is none").isInstanceOf(NoSuchElementException.class);
        assertOk();
        assertThat(out.toString()).doesNotContain("held back", "complete");
        for (Actor region : List.of(EU, US)) {
            assertThat(noted(region))
                    .isEqualTo(new TombstoneRun(begin, begin, OptionalLong.of(begin), Optional.empty()));
        }
        assertThat(marks(EU)).containsExactly(Long.toString(begin));
    }

    @Test
    void aRegionThatIsAwayHoldsBackAndThatIsNotedWhereItCan() throws IOException {
        long begin = now;
        assertOk();
        now += 9 * DAY;
        try (RegionDown down = new RegionDown(Engine.endpoint(), US)) {
            assertThat(runIn(EU + "," + US, down.address().toString())).isEqualTo(ExitCode.USAGE);
        }
        assertThat(err.toString())
                .contains("in us-east-1: ")
                .contains("how this run ended is not noted in us-east-1")
                .contains("the last complete run ended " + Instant.ofEpochMilli(begin) + ", 9 days ago")
                .doesNotContain("held back: ");
        assertThat(noted(US).at()).isEqualTo(begin);
        TombstoneRun run = noted(EU);
        assertThat(run.at()).isEqualTo(now);
        assertThat(run.complete()).hasValue(begin);
        assertThat(run.heldBy().orElseThrow()).contains("table " + table + " in us-east-1: ");
        assertOk();
        assertThat(noted(US)).isEqualTo(new TombstoneRun(begin, now, OptionalLong.of(now), Optional.empty()));
    }

    @Test
    void aPausedDirectionHoldsBackThoughAllAnswer() {
        dead("a", deleted(DELETE).build());
        try (DynamoDbAsyncClient client = Engine.asyncClient(US.name())) {
            new Directions(client, new TableNames(table).control(), US)
                    .pause(EU, new Direction.Note(now, "ada", "drill"))
                    .join();
        }
        assertOk();
        assertThat(out.toString())
                .contains("1 marked", "held back: us-east-1 to eu-west-1 is paused by ada", "no run was complete yet");
        assertThat(noted(EU))
                .isEqualTo(new TombstoneRun(
                        now, now, OptionalLong.empty(), Optional.of("us-east-1 to eu-west-1 is paused by ada")));
    }

    @Test
    void aRegionThatWasNotAskedHoldsBack() throws IOException {
        dead("of another", deleted(new Dot(DELETE.time(), AP)).build());
        assertOk("-o", "json");
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.path("complete").asBoolean()).isFalse();
        assertThat(report.path("heldBy").path(0).asText()).isEqualTo("keys name a region that was not asked");
        assertThat(noted(US).complete()).isEmpty();
        assertOk("--former", AP.name());
        assertThat(noted(US).complete()).hasValue(now);
    }

    @Test
    void aRowOfANewerReleaseHoldsBack() {
        AttributeValue newer = AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {99}));
        put(US, new TableNames(table).shadow(), "newer", Map.of("v", newer));
        assertThat(run()).isEqualTo(2);
        assertThat(noted(EU).heldBy()).contains("rows are of a newer release");
        assertThat(noted(EU).complete()).isEmpty();
    }

    @Test
    void whatCannotBeNotedIsToldAndHarmsNothing() {
        dead("a", deleted(DELETE).build());
        for (Actor region : List.of(EU, US)) {
            try (DynamoDbClient client = Engine.client(region.name())) {
                client.deleteTable(delete -> delete.tableName(new TableNames(table).control()));
            }
        }
        assertOk();
        assertThat(out.toString()).contains("1 marked");
        assertThat(err.toString()).contains("how this run ended is noted nowhere: ", "there is no such table");
    }
}
