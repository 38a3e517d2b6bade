package dev.rejoin.aws.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.aws.alarm.LagAlarms.Changes;
import dev.rejoin.clock.Actor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

class LagAlarmsTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final Actor AP = new Actor("ap-south-1");
    private static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:lag";
    private static final String FROM_US = "rejoin-orders-lag-us-east-1-to-eu-west-1";
    private static final String FROM_AP = "rejoin-orders-lag-ap-south-1-to-eu-west-1";

    private final FakeAlarms cloudWatch = new FakeAlarms();

    @Test
    void eachPeerGetsAnAlarmThatSilenceRaisesToo() {
        assertThat(maintain("orders", TOPIC, US, AP))
                .isEqualTo(new Changes(List.of(FROM_AP, FROM_US), List.of(), List.of()));
        assertThat(cloudWatch.alarms()).containsOnlyKeys(FROM_US, FROM_AP);
        MetricAlarm alarm = cloudWatch.alarms().get(FROM_US);
        assertThat(alarm.namespace()).isEqualTo("Rejoin");
        assertThat(alarm.metricName()).isEqualTo("HeartbeatAge");
        assertThat(alarm.statistic()).isEqualTo(Statistic.MAXIMUM);
        assertThat(alarm.treatMissingData()).isEqualTo("breaching");
        assertThat(alarm.threshold()).isEqualTo(180_000);
        assertThat(alarm.alarmActions()).containsExactly(TOPIC);
        assertThat(alarm.dimensions().stream().collect(Collectors.toMap(Dimension::name, Dimension::value)))
                .isEqualTo(Map.of("Table", "orders", "Source", "us-east-1", "Destination", "eu-west-1"));
    }

    @Test
    void whatIsAsItShouldBeIsNotTouched() {
        maintain("orders", TOPIC, US, AP);
        cloudWatch.changes().clear();
        assertThat(maintain("orders", TOPIC, US, AP)).isEqualTo(new Changes(List.of(), List.of(), List.of()));
        assertThat(cloudWatch.changes()).isEmpty();
    }

    static Stream<MetricAlarm> changed() {
        MetricAlarm good = FakeAlarms.alarm(new LagAlarm("orders", US, EU, 180_000, TOPIC).request());
        return Stream.of(
                good.toBuilder().threshold(1.0).build(),
                good.toBuilder().treatMissingData("missing").build(),
                good.toBuilder().treatMissingData(null).build(),
                good.toBuilder().statistic(Statistic.MINIMUM).build(),
                good.toBuilder().period(300).build(),
                good.toBuilder().datapointsToAlarm(null).build(),
                good.toBuilder().alarmActions(List.of()).build(),
                good.toBuilder().okActions(TOPIC, "another").build(),
                good.toBuilder().alarmDescription("mine").build());
    }

    @ParameterizedTest
    @MethodSource
    void changed(MetricAlarm alarm) {
        cloudWatch.alarms().put(FROM_US, alarm);
        assertThat(maintain("orders", TOPIC, US).put()).containsExactly(FROM_US);
        assertThat(cloudWatch.alarms().get(FROM_US).threshold()).isEqualTo(180_000);
        assertThat(maintain("orders", TOPIC, US).put()).isEmpty();
    }

    @Test
    void whoMutedAnAlarmIsHeeded() {
        maintain("orders", TOPIC, US);
        cloudWatch
                .alarms()
                .computeIfPresent(
                        FROM_US,
                        (name, alarm) -> alarm.toBuilder().actionsEnabled(false).build());
        assertThat(maintain("orders", TOPIC, US).put()).isEmpty();
    }

    @Test
    void aPeerThatIsGoneTakesItsAlarmWithIt() {
        maintain("orders", null, US, AP, new Actor("sa-east-1"), new Actor("ca-west-1"));
        Changes changes = maintain("orders", null, US);
        assertThat(changes.deleted()).hasSize(3).contains(FROM_AP);
        assertThat(cloudWatch.alarms()).containsOnlyKeys(FROM_US);
    }

    @Test
    void othersAlarmsStay() {
        // Another table whose alarms' names begin alike, this table's in another region, and somebody's own.
        maintain("orders-lag-old", null, US);
        new LagAlarms(cloudWatch, "orders", US, 180_000, null)
                .maintain(Set.of(AP))
                .join();
        MetricAlarm own = MetricAlarm.builder()
                .alarmName("rejoin-orders-lag-mine-to-eu-west-1")
                .namespace("Mine")
                .metricName("Lag")
                .build();
        cloudWatch.alarms().put(own.alarmName(), own);
        cloudWatch.changes().clear();
        assertThat(maintain("orders", null, AP).deleted()).isEmpty();
        assertThat(cloudWatch.changes()).containsExactly("put " + FROM_AP);
        assertThat(cloudWatch.alarms()).hasSize(4);
    }

    @Test
    void oneAlarmsTroubleIsNotTheOthers() {
        cloudWatch.breakOn(call -> call.equals("put " + FROM_US));
        Changes changes = maintain("orders", null, US, AP);
        assertThat(changes.put()).containsExactly(FROM_AP);
        assertThat(changes.problems()).containsExactly(FROM_US + ": SdkClientException: not put");
    }

    private Changes maintain(String table, @Nullable String topic, Actor... peers) {
        return new LagAlarms(cloudWatch, table, EU, 180_000, topic)
                .maintain(List.of(peers))
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
