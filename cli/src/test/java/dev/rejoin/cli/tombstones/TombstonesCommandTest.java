package dev.rejoin.cli.tombstones;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rejoin.aws.control.ControlExpulsions;
import dev.rejoin.aws.control.ControlTableRecords;
import dev.rejoin.aws.incarnation.Expulsion;
import dev.rejoin.aws.incarnation.TableRecord;
import dev.rejoin.cli.ExitCode;
import dev.rejoin.cli.Run;
import dev.rejoin.cli.operate.Engine;
import dev.rejoin.cli.operate.TableNames;
import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.clock.HybridTime;
import dev.rejoin.tombstone.RemovedAttributes;
import dev.rejoin.version.Counter;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@Timeout(120)
class TombstonesCommandTest extends TombstonesFixture {
    @Test
    void whatIsDeadEverywhereIsMarkedAndForgottenWhenItsTimeHasCome() {
        dead("a", deleted(DELETE).build());
        dead("b", deleted(DELETE).build());
        assertOk();
        assertThat(out.toString())
                .contains(table + ": 4 rows read in 2 regions")
                .contains("2 marked; run it again in 91 days or later: a daily schedule is meant");
        assertThat(marks(EU)).hasSize(2).containsOnly(Long.toString(now)).isEqualTo(marks(US));

        now += GRACE - 1;
        assertOk();
        assertThat(out.toString()).contains("2 marked before, less than 91 days ago");
        assertThat(rows(EU)).isEqualTo(2);

        now += 1;
        assertOk();
        assertThat(out.toString()).contains("2 forgotten");
        assertThat(rows(EU) + rows(US)).isZero();

        assertOk();
        assertThat(out.toString()).contains("0 rows read").doesNotContain("forgotten");
    }

    @Test
    void aDryRunWritesNothingAndJsonHasAllNumbers() throws IOException {
        dead("a", deleted(DELETE).build());
        assertOk("--dry-run", "-o", "json");
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.path("dryRun").asBoolean()).isTrue();
        assertThat(report.path("complete").asBoolean()).isTrue();
        assertThat(report.path("rows").asInt()).isEqualTo(2);
        assertThat(report.path("graceSeconds").asLong() * 1_000).isEqualTo(GRACE);
        assertThat(report.path("keys").path("marked").asInt()).isEqualTo(1);
        assertThat(report.path("keys").path("forgotten").asInt()).isZero();
        assertThat(marks(EU)).isEmpty();

        assertOk();
        now += GRACE;
        assertOk("--dry-run");
        assertThat(out.toString()).contains("nothing was written", "1 would be forgotten");
        assertThat(rows(EU)).isEqualTo(1);
    }

    @Test
    void whatIsAliveElsewhereOrCountedOrNamesAnotherRegionStays() {
        dead("alive", deleted(DELETE).build());
        put(US, table, "alive", Map.of());
        Counter one = Counter.of(null, EU, new Counter.Sum(DELETE.time() - 16, BigDecimal.ONE));
        dead("counted", deleted(DELETE).build().withCounters(new TreeMap<>(Map.of("n", one))));
        dead("of another", deleted(new Dot(DELETE.time(), AP)).build());
        assertOk();
        assertThat(out.toString())
                .contains("1 alive in some region, or still to be deleted there")
                .contains("1 to stay: they counted, or their delete wins")
                .contains("1 of a region that was not asked: name it with --regions or --former");
        assertThat(marks(EU)).isEmpty();

        assertOk("--former", AP.name());
        assertThat(out.toString()).contains("1 marked").doesNotContain("not asked");
    }

    @Test
    void attributesThatWereRemovedLongAgoAreForgotten() throws IOException {
        Dot removal = new Dot(HybridTime.ofMillis(now), EU);
        crowded("crowded", removal, RemovedAttributes.MOST + 1);
        crowded("tidy", removal, RemovedAttributes.MOST);
        now += GRACE;
        assertOk();
        assertThat(out.toString()).doesNotContain("pruned");

        now += 1;
        assertOk("--dry-run");
        assertThat(out.toString())
                .contains("1 would be pruned: alive, and rid of attributes that were removed long ago");
        assertThat(known(EU, "crowded").registers()).hasSize(RemovedAttributes.MOST + 2);

        assertOk("-o", "json");
        assertThat(new ObjectMapper()
                        .readTree(out.toString())
                        .at("/keys/pruned")
                        .asInt())
                .isEqualTo(1);
        assertThat(known(EU, "crowded").registers()).containsOnlyKeys("stays");
        assertThat(known(EU, "tidy").registers()).hasSize(RemovedAttributes.MOST + 1);
        assertThat(known(US, "crowded").registers())
                .as("the functions tell the others")
                .hasSize(RemovedAttributes.MOST + 2);

        assertOk();
        assertThat(out.toString()).doesNotContain("pruned");
    }

    @Test
    void aRowOfANewerReleaseStopsNoOther() {
        dead("a", deleted(DELETE).build());
        AttributeValue newer = AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {99}));
        put(US, new TableNames(table).shadow(), "newer", Map.of("v", newer));
        assertThat(run()).isEqualTo(2);
        assertThat(out.toString()).contains("1 marked", "1 not to be read by this release");
    }

    @Test
    void aRegionThatDoesNotAnswerIsTold() {
        assertThat(runIn(EU + "," + US, "http://localhost:1")).isEqualTo(2);
        assertThat(err.toString()).contains("rejoin: table " + table + " in eu-west-1: no answer");
    }

    @Test
    void aTableThatIsNotThereIsMissing() {
        assertThat(runIn(EU + "," + AP, Engine.endpoint().toString())).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(err.toString()).contains("table " + table + " in ap-south-1: there is no such table");
    }

    @Test
    void aTableThatWasReplacedIsRefused() {
        dead("a", deleted(DELETE).build());
        TableRecord other = new TableRecord("other", 0, 1, 0, true);
        try (DynamoDbAsyncClient client = Engine.asyncClient(US.name())) {
            new ControlTableRecords(client, new TableNames(table).control(), US)
                    .write(other, null)
                    .join();
        }
        assertThat(run()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(err.toString()).contains("in us-east-1 is not the one that was replicated", "regions restored");
        assertThat(marks(EU)).isEmpty();
    }

    @Test
    void aRegionThatIsKnownMustBeNamed() {
        put(EU, new TableNames(table).control(), "heartbeat#" + EU, Map.of());
        put(EU, new TableNames(table).control(), "heartbeat#" + AP, Map.of());
        dead("a", deleted(DELETE).build());
        assertThat(run()).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("knows ap-south-1 too", "--former");
        assertThat(marks(EU)).isEmpty();
        assertOk("--former", AP.name());
        assertThat(marks(EU)).hasSize(1);
    }

    private static void expel(Actor in, String table, Actor expelled) {
        try (DynamoDbAsyncClient client = Engine.asyncClient(in.name())) {
            new ControlExpulsions(client, new TableNames(table).control(), in)
                    .expel(expelled, new Expulsion(1, 1_764_000_000_000L, "ada", 0))
                    .join();
        }
    }

    @Test
    void aRegionThatAllHaveExpelledIsNotWaitedFor() throws IOException {
        put(EU, new TableNames(table).control(), "heartbeat#" + AP, Map.of());
        dead("a", deleted(DELETE).seen(new Dot(1, AP)).build());
        expel(EU, table, AP);
        assertThat(run()).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("knows ap-south-1 too", "but not in [us-east-1]: run 'rejoin regions expel' again");
        expel(US, table, AP);
        assertOk();
        assertThat(out.toString()).contains("ap-south-1 is expelled, and not waited for", "1 marked");
        assertOk("-o", "json");
        assertThat(new ObjectMapper()
                        .readTree(out.toString())
                        .path("expelled")
                        .get(0)
                        .asText())
                .isEqualTo(AP.name());

        put(US, new TableNames(table).control(), "table#" + AP, Map.of("incarnation", AttributeValue.fromN("2")));
        assertThat(run()).as("it is back").isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("knows ap-south-1 too: name it with --regions");
    }

    @Test
    void aShortGraceIsRefusedWithTheReason() {
        assertThat(run("--grace", "35d")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("--grace must be 91d or more, not 35d", "FailureRetentionDays", "--failure-days");
        assertThat(run("--grace", "14d", "--failure-days", "7")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--grace must be 15d or more, not 14d", "a hint may wait");
        dead("a", deleted(DELETE).build());
        assertOk("--grace", "15d", "--failure-days", "7");
        assertThat(out.toString()).contains("in 15 days or later");
        assertOk("--failure-days", "7");
        assertThat(out.toString()).contains("less than 35 days ago");
    }

    @Test
    void whatIsWrongWithTheCommandLineIsSaid() {
        assertThat(runIn(EU.name(), Engine.endpoint().toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("this needs 2 regions or more");
        assertThat(run("--former", EU.name())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("it is one or the other");
        assertThat(run("--former", "MARS 1")).isEqualTo(ExitCode.USAGE);
        assertThat(run("--grace", "long")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("like 90s, 15m, 2h or 35d");
        assertThat(run("--failure-days", "6")).isEqualTo(ExitCode.USAGE);
        assertThat(run("--units", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(Run.of("tombstones", "--help").out()).contains("--former", "--grace", "Exit codes:");
    }
}
