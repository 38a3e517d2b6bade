package dev.rejoin.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.cli.Main;
import dev.rejoin.cli.chaos.audit.Promise;
import dev.rejoin.cli.chaos.fault.Fault;
import dev.rejoin.cli.chaos.fault.FaultKind;
import dev.rejoin.cli.chaos.fault.Schedule;
import dev.rejoin.cli.chaos.fleet.ChaosTables;
import dev.rejoin.cli.chaos.fleet.Fleet;
import dev.rejoin.cli.chaos.fleet.RegionCommand;
import dev.rejoin.cli.chaos.process.BrokenRegionProcess;
import dev.rejoin.cli.chaos.run.ChaosListener;
import dev.rejoin.cli.chaos.run.ChaosResult;
import dev.rejoin.cli.chaos.run.ChaosRun;
import dev.rejoin.cli.chaos.run.ChaosSetup;
import dev.rejoin.cli.demo.EngineFolder;
import dev.rejoin.clock.Actor;
import dev.rejoin.rule.Rule;
import dev.rejoin.testkit.engine.LocalEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Short runs with real processes. They say what was promised, not how fast it was: the machine may be busy. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class ChaosRunTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final Actor AP = new Actor("ap-south-1");
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final RegionCommand SOUND = new RegionCommand(Main.class.getName(), List.of());

    @TempDir
    private Path folder;

    private LocalEngine engine;

    @BeforeEach
    void startEngine() {
        engine = LocalEngine.start(EngineFolder.orSkip(), 0);
    }

    @AfterEach
    void endEngine() {
        if (engine != null) {
            engine.close();
        }
    }

    private static ChaosSetup setup(int seconds, Actor... regions) {
        return new ChaosSetup(Duration.ofSeconds(seconds), PATIENCE, 1, List.of(regions), 60);
    }

    private static RegionCommand broken(Rule rule) {
        return new RegionCommand(
                BrokenRegionProcess.class.getName(), List.of("-D" + BrokenRegionProcess.RULE + "=" + rule.name()));
    }

    private ChaosResult run(ChaosSetup setup, Schedule schedule, RegionCommand command) throws Exception {
        try (Fleet fleet = Fleet.start(engine.endpoint(), setup.regions(), command, folder, setup.seed())) {
            return new ChaosRun(setup, schedule, fleet, new ChaosListener() {}).run();
        }
    }

    private static Fault fault(FaultKind kind, Actor region, double at, double seconds, int amount) {
        return new Fault(
                kind,
                region,
                null,
                Duration.ofMillis((long) (at * 1_000)),
                Duration.ofMillis((long) (seconds * 1_000)),
                amount);
    }

    private static Stream<String> broken(ChaosResult result) {
        return result.findings().promises().stream()
                .filter(promise -> !promise.held())
                .map(Promise::text);
    }

    @Test
    void everyPromiseIsKeptWhateverBreaks() throws Exception {
        ChaosSetup setup = setup(20, EU, US, AP);

        ChaosResult result = run(setup, Schedule.of(setup.seed(), setup.length(), setup.regions()), SOUND);

        assertThat(result.findings().promises())
                .hasSizeGreaterThan(5)
                .allSatisfy(promise ->
                        assertThat(promise.held()).as(promise.toString()).isTrue());
        assertThat(result.faults().stream().map(Fault::kind).distinct()).hasSizeGreaterThan(8);
        assertThat(result.findings().items()).isGreaterThan(10);
        assertThat(result.findings().values().all()).isGreaterThan(20);
        assertThat(result.writes().acknowledged()).isGreaterThan(20);
        assertThat(result.samples()).isNotEmpty();
    }

    /** A process that ends while the network does not answer, before a link's deadline: what it sent is not owed yet. */
    private static Schedule endedWhileSending() {
        return new Schedule(List.of(fault(FaultKind.ISOLATE, EU, 1.5, 4, 0), fault(FaultKind.KILL, US, 5.5, 0.5, 0)));
    }

    @Test
    void aForwarderThatCheckpointsBeforeItForwardsIsNoticed() throws Exception {
        // What waits for what was lost never comes to rest: there is no need to wait for that.
        ChaosSetup setup = new ChaosSetup(Duration.ofSeconds(6), Duration.ofSeconds(20), 1, List.of(EU, US), 60);

        assertThat(broken(run(setup, endedWhileSending(), broken(Rule.FORWARD_BEFORE_CHECKPOINT))))
                .contains("All regions hold the same items");
    }

    @Test
    void aForwarderThatForwardsBeforeItCheckpointsLosesNothingThen() throws Exception {
        assertThat(broken(run(setup(6, EU, US), endedWhileSending(), SOUND))).isEmpty();
    }

    @Test
    void aConflictThatIsNotJournalledIsNoticed() throws Exception {
        ChaosSetup setup = setup(8, EU, US);
        Schedule schedule = new Schedule(List.of(fault(FaultKind.ISOLATE, EU, 1, 6, 0)));

        assertThat(broken(run(setup, schedule, broken(Rule.LOSER_JOURNALLED))))
                .singleElement()
                .asString()
                .startsWith("No write is lost in silence");
    }

    @Test
    void aValueThatWasChangedBehindTheBackIsNoticed() throws Exception {
        ChaosSetup setup = setup(3, EU, US);
        try (Fleet fleet = Fleet.start(engine.endpoint(), setup.regions(), SOUND, folder, setup.seed())) {
            ChaosListener meddler = new ChaosListener() {
                @Override
                public void auditing() {
                    setup.regions().forEach(fleet::kill);
                    meddle(fleet.clients().dynamo(US.name()));
                }
            };

            ChaosResult result = new ChaosRun(setup, new Schedule(List.of()), fleet, meddler).run();

            assertThat(broken(result)).contains("All regions hold the same items", "Counters are exact");
        }
    }

    /** Of two items in one region: of one the counter, of the other all of it. */
    private static void meddle(DynamoDbClient client) {
        List<Map<String, AttributeValue>> items =
                client.scan(scan -> scan.tableName(ChaosTables.TABLE.name())).items();
        Map<String, AttributeValue> counted = items.stream()
                .filter(item -> item.get("id").s().startsWith("count#"))
                .findFirst()
                .orElseThrow();
        Map<String, AttributeValue> changed = new HashMap<>(counted);
        changed.put("stock", AttributeValue.fromN("1000000"));
        client.putItem(put -> put.tableName(ChaosTables.TABLE.name()).item(changed));
        client.putItem(put -> put.tableName(ChaosTables.TABLE.name())
                .item(Map.of("id", AttributeValue.fromS("item#7"), "status", AttributeValue.fromS("meddled with"))));
    }

    @Test
    void whatIsStoppedEarlyIsLookedAtAllTheSame() throws Exception {
        ChaosSetup setup = setup(600, EU, US);
        try (Fleet fleet = Fleet.start(engine.endpoint(), setup.regions(), SOUND, folder, setup.seed())) {
            Schedule schedule = new Schedule(List.of(fault(FaultKind.KILL, EU, 0.5, 500, 0)));
            ChaosRun[] run = new ChaosRun[1];
            run[0] = new ChaosRun(setup, schedule, fleet, new ChaosListener() {
                @Override
                public void happened(Fault fault) {
                    run[0].stop();
                }
            });

            ChaosResult result = run[0].run();

            assertThat(result.stopped()).isTrue();
            assertThat(result.held()).as(result.findings().toString()).isTrue();
            assertThat(result.faults()).hasSize(1);
        }
    }
}
