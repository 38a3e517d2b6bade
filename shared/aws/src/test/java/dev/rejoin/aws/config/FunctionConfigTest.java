package dev.rejoin.aws.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.aws.config.FunctionConfig.Need;
import dev.rejoin.aws.config.JournalConfig.Values;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.policy.TimedResolver;
import dev.rejoin.clock.Actor;
import dev.rejoin.policy.PnCounter;
import dev.rejoin.replica.ReplicaConfig;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionConfigTest {
    private static final String US_ARN = "arn:aws:lambda:us-east-1:111122223333:function:rejoin-orders-applier:live";
    private static final String AP_ARN = "arn:aws:lambda:ap-south-1:444455556666:function:rejoin-orders-applier:live";
    private static final String US_QUEUE = "https://sqs.eu-west-1.amazonaws.com/111122223333/rejoin-orders-hints-us";
    private static final String AP_QUEUE = "http://localhost:4566/000000000000/rejoin-orders-hints-ap";
    private static final String KEY_ARN = "arn:aws:kms:eu-west-1:111122223333:key/0b0c";
    private static final Actor US = new Actor("us-east-1");
    private static final Actor AP = new Actor("ap-south-1");

    private final Map<String, String> environment = new HashMap<>(Map.of(
            "REJOIN_TABLE", "orders",
            "REJOIN_KEY", "customer, order",
            "REJOIN_SHADOW_TABLE", "orders-rejoin",
            "REJOIN_CONTROL_TABLE", "orders-rejoin-control",
            "REJOIN_CONTROL_SHADOW_TABLE", "orders-rejoin-control-shadow",
            "REJOIN_JOURNAL_TABLE", "orders-rejoin-journal",
            "AWS_REGION", "eu-west-1",
            "REJOIN_PEERS", "us-east-1=" + US_ARN + ", ap-south-1=" + AP_ARN));

    private FunctionConfig parse(Need... needs) {
        Set<Need> all = EnumSet.noneOf(Need.class);
        all.addAll(List.of(needs));
        return FunctionConfig.parse(environment, all);
    }

    @Test
    void whatIsNotSaidHasItsDefault() {
        FunctionConfig config = parse();

        assertThat(config.table()).isEqualTo(ReplicatedTable.of("orders", "customer", "order"));
        assertThat(config.control())
                .isEqualTo(new ReplicatedTable(
                        "orders-rejoin-control", "orders-rejoin-control-shadow", List.of("pk"), "_rejoin"));
        assertThat(config.journal())
                .isEqualTo(
                        new JournalConfig("orders-rejoin-journal", Duration.ofDays(90), Values.FULL, Optional.empty()));
        assertThat(config.bin()).isEmpty();
        assertThat(config.self()).isEqualTo(new Actor("eu-west-1"));
        assertThat(config.peers())
                .containsExactly(
                        Map.entry(AP, new PeerFunction(AP_ARN, "ap-south-1")),
                        Map.entry(US, new PeerFunction(US_ARN, "us-east-1")));
        assertThat(config.hintQueues()).isEmpty();
        assertThat(config.failureBucket()).isEmpty();
        assertThat(config.counters()).isEmpty();
        assertThat(config.clockBound()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.lagAlarm()).isEqualTo(Duration.ofMinutes(3));
        assertThat(config.alarmTopic()).isEmpty();
        assertThat(config.linkTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.resolverTimeout()).isEqualTo(TimedResolver.DEFAULT_DEADLINE);
    }

    @Test
    void everythingCanBeSaid() {
        environment.put("REJOIN_CLOCK_ATTRIBUTE", "_c");
        environment.put("REJOIN_REGION", "eu-west-1.2");
        environment.put("REJOIN_HINT_QUEUES", "us-east-1=" + US_QUEUE + ",ap-south-1=" + AP_QUEUE);
        environment.put("REJOIN_FAILURE_BUCKET", "failures");
        environment.put("REJOIN_COUNTERS", "stock,balance");
        environment.put("REJOIN_CLOCK_BOUND_MS", "1000");
        environment.put("REJOIN_LAG_ALARM_MS", "2000");
        environment.put("REJOIN_ALARM_TOPIC", "arn:aws:sns:eu-west-1:111122223333:alarms");
        environment.put("REJOIN_LINK_TIMEOUT_MS", "3000");
        environment.put("REJOIN_RESOLVER_TIMEOUT_MS", "200");
        environment.put("REJOIN_JOURNAL_DAYS", "7");
        environment.put("REJOIN_JOURNAL_VALUES", "encrypted");
        environment.put("REJOIN_JOURNAL_KEY", KEY_ARN);
        environment.put("REJOIN_BIN_TABLE", "orders-rejoin-bin");
        environment.put("REJOIN_BIN_DAYS", "3");
        FunctionConfig config = parse(Need.HINT_QUEUES, Need.FAILURE_BUCKET);

        assertThat(config.table().clockName()).isEqualTo("_c");
        assertThat(config.self()).isEqualTo(new Actor("eu-west-1.2"));
        assertThat(config.hintQueues()).isEqualTo(Map.of(US, URI.create(US_QUEUE), AP, URI.create(AP_QUEUE)));
        assertThat(config.failureBucket()).contains("failures");
        assertThat(config.counters()).containsExactlyInAnyOrder("stock", "balance");
        assertThat(config.clockBound()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.lagAlarm()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.alarmTopic()).contains("arn:aws:sns:eu-west-1:111122223333:alarms");
        assertThat(config.linkTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.resolverTimeout()).isEqualTo(Duration.ofMillis(200));
        assertThat(config.journal())
                .isEqualTo(new JournalConfig(
                        "orders-rejoin-journal", Duration.ofDays(7), Values.ENCRYPTED, Optional.of(KEY_ARN)));
        assertThat(config.bin()).contains(new BinConfig("orders-rejoin-bin", Duration.ofDays(3)));
    }

    @Test
    void aBinIsKeptForAMonthUnlessItIsTurnedOff() {
        environment.put("REJOIN_BIN_TABLE", "orders-rejoin-bin");
        assertThat(parse().bin()).contains(new BinConfig("orders-rejoin-bin", Duration.ofDays(30)));
        environment.put("REJOIN_BIN_DAYS", "0");
        assertThat(parse().bin()).isEmpty();
    }

    @Test
    void aJournalNeedsItsKeyToEncrypt() {
        environment.put("REJOIN_JOURNAL_VALUES", "encrypted");
        assertThatThrownBy(this::parse)
                .hasMessageContaining("REJOIN_JOURNAL_VALUES is encrypted, and REJOIN_JOURNAL_KEY is missing");
        environment.put("REJOIN_JOURNAL_KEY", "alias/mine");
        environment.put("REJOIN_JOURNAL_DAYS", "0");
        environment.put("REJOIN_BIN_DAYS", "a week");
        assertThatThrownBy(this::parse)
                .hasMessageContaining("REJOIN_JOURNAL_KEY: not the ARN of a KMS key: 'alias/mine'")
                .hasMessageContaining("REJOIN_JOURNAL_DAYS must be a number of days, 1 to 3650: '0'")
                .hasMessageContaining("REJOIN_BIN_DAYS must be a number of days, 0 to 3650: 'a week'");
        environment.put("REJOIN_JOURNAL_VALUES", "secret");
        assertThatThrownBy(this::parse)
                .hasMessageContaining("REJOIN_JOURNAL_VALUES must be full, hash or encrypted: 'secret'");
    }

    @Test
    void onlyTheApplicationsTableCounts() {
        environment.put("REJOIN_COUNTERS", "stock");
        environment.put("REJOIN_CLOCK_BOUND_MS", "1000");
        ReplicaConfig data = parse().replica(TableRole.DATA);

        assertThat(data.self()).isEqualTo(new Actor("eu-west-1"));
        assertThat(data.peers()).containsExactly(AP, US);
        assertThat(data.clockBoundMillis()).isEqualTo(1000);
        assertThat(data.policy().at(dev.rejoin.item.ItemKey.of("pk", "1")).of("stock"))
                .isInstanceOf(PnCounter.class);
        assertThat(parse().replica(TableRole.CONTROL)
                        .policy()
                        .at(dev.rejoin.item.ItemKey.of("pk", "1"))
                        .of("stock"))
                .isNotInstanceOf(PnCounter.class);
    }

    @Test
    void onlyTheApplicationsTableMayBeOlderThanItsReplication() {
        assertThat(parse().replica(TableRole.DATA).predates()).isFalse();
        environment.put("REJOIN_PREDATES", "true");
        assertThat(parse().replica(TableRole.DATA).predates()).isTrue();
        assertThat(parse().replica(TableRole.CONTROL).predates()).isFalse();
    }

    @Test
    void formerRegionsAreStillKnown() {
        assertThat(parse().replica(TableRole.DATA).former()).isEmpty();
        environment.put("REJOIN_FORMER_REGIONS", "eu-north-1, sa-east-1");
        assertThat(parse().replica(TableRole.DATA).former())
                .containsExactlyInAnyOrder(new Actor("eu-north-1"), new Actor("sa-east-1"));
        assertThat(parse().replica(TableRole.CONTROL).former()).hasSize(2);
    }

    @Test
    void aLonelyRegionHasNoPeers() {
        environment.remove("REJOIN_PEERS");

        assertThat(parse(Need.HINT_QUEUES).peers()).isEmpty();
    }

    @Test
    void allThatIsMissingIsToldAtOnce() {
        assertThatThrownBy(() -> FunctionConfig.parse(Map.of(), EnumSet.allOf(Need.class)))
                .isInstanceOf(ConfigException.class)
                .message()
                .contains(
                        "REJOIN_TABLE is missing",
                        "REJOIN_KEY is missing",
                        "REJOIN_SHADOW_TABLE is missing",
                        "REJOIN_CONTROL_TABLE is missing",
                        "REJOIN_CONTROL_SHADOW_TABLE is missing",
                        "REJOIN_JOURNAL_TABLE is missing",
                        "REJOIN_REGION is missing",
                        "REJOIN_FAILURE_BUCKET is missing");
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        environment.put("REJOIN_CLOCK_BOUND_MS", "0");
        environment.put("REJOIN_LINK_TIMEOUT_MS", "soon");
        environment.put("REJOIN_COUNTERS", "stock,order");

        assertThatThrownBy(this::parse)
                .isInstanceOf(ConfigException.class)
                .message()
                .contains("REJOIN_CLOCK_BOUND_MS", "'0'", "REJOIN_LINK_TIMEOUT_MS", "'soon'", "REJOIN_COUNTERS")
                .contains("'order'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "REJOIN_PEERS | us-east-1 | not of the form",
                "REJOIN_PEERS | us-east-1=applier | not the ARN",
                "REJOIN_PEERS | us-east-1=arn:aws:sqs:us-east-1:111122223333:queue | not the ARN",
                "REJOIN_PEERS | US=arn:aws:lambda:us-east-1:111122223333:function:a:live | actor name",
                "REJOIN_PEERS | eu-west-1=arn:aws:lambda:us-east-1:111122223333:function:a:live | no peer of itself",
                "REJOIN_HINT_QUEUES | us-east-1=http://q/1 | must name exactly the peers",
                "REJOIN_HINT_QUEUES | us-east-1=queue | not the URL",
                "REJOIN_VERIFIERS | us-east-1=arn:aws:lambda:us-east-1:111122223333:function:v:live | must name exactly",
                "REJOIN_VERIFIERS | us-east-1=verifier | not the ARN",
                "REJOIN_HINT_QUEUES | us-east-1=http://q/1,us-east-1=http://q/2 | named twice",
                "REJOIN_SHADOW_TABLE | orders | its own shadow",
                "REJOIN_KEY | a,b,c | one or two",
                "REJOIN_COUNTERS | _rejoin | can count",
                "REJOIN_REGION | EU | actor name",
                "REJOIN_PREDATES | yes | true or false",
                "REJOIN_FORMER_REGIONS | EU | actor name",
            })
    void aWrongValueIsTold(String name, String value, String message) {
        environment.put(name, value);

        assertThatThrownBy(this::parse)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(message);
    }

    @Test
    void rolesHaveNamesInMessages() {
        assertThat(TableRole.ofWireName("data")).contains(TableRole.DATA);
        assertThat(TableRole.ofWireName("control")).contains(TableRole.CONTROL);
        assertThat(TableRole.ofWireName("orders")).isEmpty();
    }
}
