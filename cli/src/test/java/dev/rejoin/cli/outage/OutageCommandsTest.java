package dev.rejoin.cli.outage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.cli.demo.EngineFolder;
import dev.rejoin.cli.local.link.LinkSwitch;
import dev.rejoin.cli.local.outage.LocalWatch;
import dev.rejoin.cli.local.outage.WatchPace;
import dev.rejoin.cli.local.region.ClusterSetup;
import dev.rejoin.cli.local.region.LocalCluster;
import dev.rejoin.cli.regions.ExpelCommand;
import dev.rejoin.cli.tombstones.TombstonesCommand;
import dev.rejoin.clock.Actor;
import dev.rejoin.outage.FenceRecord.State;
import dev.rejoin.outage.OnIsolation;
import dev.rejoin.testkit.engine.LocalEngine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** The operator's commands on two or three local regions with their sentinels. */
@Timeout(240)
class OutageCommandsTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final Actor AP = new Actor("ap-south-1");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final WatchPace PACE =
            new WatchPace(OnIsolation.FENCE, Duration.ofMillis(100), Duration.ofMillis(1_500), 3);

    @TempDir
    Path folder;

    private LocalEngine engine;
    private LocalCluster cluster;
    private LocalWatch watch;

    @BeforeEach
    void start() throws InterruptedException {
        engine = LocalEngine.start(EngineFolder.orSkip(), 0);
        ReplicatedTable table = ReplicatedTable.of("accounts", "id");
        cluster = LocalCluster.start(
                engine.endpoint(), ClusterSetup.brisk(List.of(EU, US, AP), table, Set.of("balance"), folder));
        watch = LocalWatch.start(cluster, PACE);
        assertThat(watch.awaitLooks(3, PATIENCE)).isTrue();
    }

    @AfterEach
    void stop() {
        if (watch != null) {
            watch.close();
        }
        if (cluster != null) {
            cluster.close();
        }
        if (engine != null) {
            engine.close();
        }
    }

    private record Ran(int code, String out, String notes) {}

    private Ran run(Callable<Integer> command, String... args) {
        List<String> all = new ArrayList<>(
                List.of("accounts", "--endpoint", engine.endpoint().toString()));
        all.addAll(List.of(args));
        if (!all.contains("--regions")) {
            all.addAll(List.of("--regions", "eu-west-1,us-east-1,ap-south-1"));
        }
        PrintStream out = System.out;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        StringWriter notes = new StringWriter();
        System.setOut(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            int code = new CommandLine(command)
                    .setErr(new PrintWriter(notes, true))
                    .execute(all.toArray(new String[0]));
            return new Ran(code, told.toString(StandardCharsets.UTF_8), notes.toString());
        } finally {
            System.setOut(out);
        }
    }

    private void withdraw(Actor region, String id, long amount) {
        watch.application(region)
                .updateItem(update -> update.tableName("accounts")
                        .key(Map.of("id", AttributeValue.fromS(id)))
                        .updateExpression("ADD balance :n")
                        .expressionAttributeValues(Map.of(":n", AttributeValue.fromN(Long.toString(-amount)))));
    }

    private boolean isRefused(Actor region) {
        try {
            withdraw(region, "ada", 1);
            return false;
        } catch (DynamoDbException e) {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
            return true;
        }
    }

    private String balance(Actor region, String id) {
        DynamoDbClient client = watch.application(region);
        return client.getItem(get -> get.tableName("accounts")
                        .key(Map.of("id", AttributeValue.fromS(id)))
                        .consistentRead(true))
                .item()
                .getOrDefault("balance", AttributeValue.fromN("0"))
                .n();
    }

    @Test
    void aRegionIsFencedByHandWhileReadsAndReplicationGoOn() throws InterruptedException {
        withdraw(EU, "ada", 10);
        Ran fenced = run(new FenceCommand(), "--region", "eu-west-1", "--by", "ada", "--why", "audit");
        assertThat(fenced.code()).as(fenced.toString()).isZero();
        assertThat(fenced.out()).contains("eu-west-1 is fenced", "no write was accepted from");
        assertThat(isRefused(EU)).isTrue();
        withdraw(US, "ada", 5);
        assertThat(cluster.awaitQuiet(PATIENCE)).isTrue();
        assertThat(balance(EU, "ada")).as("replicated into the fenced region").isEqualTo("-15");
        assertThat(run(new StatusCommand()).out()).contains("fenced by ada: audit");
        Ran open = run(new UnfenceCommand(), "--region", "eu-west-1");
        assertThat(open.code()).as(open.toString()).isZero();
        assertThat(isRefused(EU)).isFalse();
    }

    @Test
    void statusShowsSinceWhenTombstonesAreHeldBack() {
        assertThat(run(new StatusCommand()).out()).doesNotContain("tombstones");
        run(new PauseCommand(), "--from", "us-east-1", "--to", "eu-west-1", "--by", "ada");
        assertThat(run(new TombstonesCommand()).code()).isZero();
        assertThat(run(new StatusCommand()).out())
                .contains("tombstones: no run was complete yet; held back: us-east-1 to eu-west-1 is paused by ada");
        run(new ResumeCommand(), "--from", "us-east-1", "--to", "eu-west-1", "--by", "ada");
        assertThat(run(new TombstonesCommand()).code()).isZero();
        assertThat(run(new StatusCommand()).out())
                .containsPattern("tombstones: last complete run \\d+ s ago\n")
                .doesNotContain("held back");
        assertThat(run(new StatusCommand(), "-o", "json").out()).contains("\"completeMillisAgo\"");
    }

    @Test
    void aRegionThatIsCutOffFencesItselfAndTheOthersGoOn() throws InterruptedException {
        withdraw(AP, "ada", 10);
        assertThat(cluster.awaitQuiet(PATIENCE)).isTrue();
        cluster.links().isolate(AP);
        assertThat(watch.awaitFence(AP, fence -> fence.state() == State.FENCED, PATIENCE))
                .isTrue();
        assertThat(isRefused(AP)).isTrue();
        assertThat(balance(AP, "ada")).as("reads stay open").isEqualTo("-10");
        withdraw(EU, "ada", 7);
        Ran status = run(new StatusCommand(), "--bound", "1", "-o", "json");
        assertThat(status.code()).isEqualTo(1);
        assertThat(status.out()).contains("\"fence\" : \"fenced\"", "ap-south-1 is fenced", "\"attention\"");
        cluster.links().heal(AP);
        assertThat(watch.awaitFence(AP, fence -> fence.state() == State.OPEN, PATIENCE))
                .isTrue();
        withdraw(AP, "ada", 1);
        assertThat(cluster.awaitQuiet(PATIENCE)).isTrue();
        for (Actor region : List.of(EU, US, AP)) {
            assertThat(balance(region, "ada")).isEqualTo("-18");
        }
    }

    @Test
    void aPausedDirectionOwesAndLosesNothing() throws InterruptedException {
        assertThat(run(new PauseCommand(), "--from", "eu-west-1", "--to", "us-east-1")
                        .code())
                .isZero();
        assertThat(watch.awaitLooks(2, PATIENCE)).isTrue();
        for (int i = 0; i < 5; i++) {
            withdraw(EU, "account-" + i, i + 1);
        }
        assertThat(cluster.awaitQuiet(PATIENCE)).isTrue();
        assertThat(balance(US, "account-4")).isEqualTo("0");
        assertThat(balance(AP, "account-4")).isEqualTo("-5");
        assertThat(watch.awaitLooks(2, PATIENCE)).isTrue();
        Ran status = run(new StatusCommand());
        assertThat(status.code()).isEqualTo(1);
        assertThat(status.out()).contains("paused").containsPattern("eu-west-1 +us-east-1 +\\d+ s +5 ");
        assertThat(run(new FailoverCommand(), "--from", "eu-west-1", "--to", "us-east-1")
                        .out())
                .contains("paused by");
        assertThat(run(new ResumeCommand(), "--from", "eu-west-1", "--to", "us-east-1")
                        .code())
                .isZero();
        assertThat(watch.awaitLooks(2, PATIENCE)).isTrue();
        assertThat(cluster.awaitQuiet(PATIENCE)).isTrue();
        assertThat(balance(US, "account-4")).isEqualTo("-5");
    }

    @Test
    void aPlannedFailoverWaitsUntilTheOtherHasEverything() throws InterruptedException {
        cluster.links().link(EU, US).delay(Duration.ofMillis(300));
        for (int i = 0; i < 40; i++) {
            withdraw(EU, "account-" + i, i + 1);
        }
        Ran dry = run(new FailoverCommand(), "--from", "eu-west-1", "--to", "us-east-1", "--dry-run");
        assertThat(dry.code()).as(dry.toString()).isZero();
        assertThat(isRefused(EU)).isFalse();
        Ran ran = run(new FailoverCommand(), "--from", "eu-west-1", "--to", "us-east-1");
        assertThat(ran.code()).as(ran.toString()).isZero();
        assertThat(ran.out()).contains("us-east-1 has everything that eu-west-1 ever took");
        for (int i = 0; i < 40; i++) {
            assertThat(balance(US, "account-" + i)).isEqualTo(Integer.toString(-i - 1));
        }
        assertThat(isRefused(EU)).isTrue();
        assertThat(isRefused(US)).isFalse();
    }

    /** What a third region wrote, and the one that is given up showed, is there too. */
    @Test
    void aPlannedFailoverWaitsForThirdRegions() throws InterruptedException {
        cluster.links().link(AP, US).set(LinkSwitch.State.CUT);
        withdraw(AP, "ada", 10);
        assertThat(cluster.awaitQuiet(PATIENCE)).isTrue();
        assertThat(balance(EU, "ada")).isEqualTo("-10");
        Ran left = run(new FailoverCommand(), "--from", "eu-west-1", "--to", "us-east-1", "--wait", "8");
        assertThat(left.code()).as(left.toString()).isEqualTo(1);
        assertThat(left.out()).contains("ap-south-1 still owes us-east-1 1 keys", "eu-west-1 stays fenced");
        assertThat(balance(US, "ada")).isEqualTo("0");
        cluster.links().link(AP, US).set(LinkSwitch.State.OPEN);
        Ran done = run(new FailoverCommand(), "--from", "eu-west-1", "--to", "us-east-1");
        assertThat(done.code()).as(done.toString()).isZero();
        assertThat(balance(US, "ada")).isEqualTo("-10");
    }

    /** A region is lost while it takes writes; the others go on, and nothing of either is lost when it is back. */
    @Test
    void anUnplannedFailoverAsksForAWordAndLosesNothing() throws InterruptedException {
        withdraw(EU, "ada", 1);
        assertThat(cluster.awaitQuiet(PATIENCE)).isTrue();
        assertThat(watch.awaitLooks(2, PATIENCE)).isTrue();
        cluster.links().isolate(EU);
        withdraw(EU, "ada", 10);
        String[] lost = {"--from", "eu-west-1", "--to", "us-east-1", "--regions", "eu-west-1=gone,us-east-1,ap-south-1"
        };
        Ran asked = run(new FailoverCommand(), lost);
        assertThat(asked.code()).as(asked.toString()).isEqualTo(1);
        assertThat(asked.notes()).contains("us-east-1 last heard of eu-west-1", "ap-south-1 last heard of eu-west-1");
        assertThat(asked.out()).contains("eu-west-1 does not answer", "--accept-loss-until-heal");
        assertThat(balance(US, "ada")).as("not seen there").isEqualTo("-1");
        List<String> accepted = new ArrayList<>(List.of(lost));
        accepted.add("--accept-loss-until-heal");
        Ran done = run(new FailoverCommand(), accepted.toArray(new String[0]));
        assertThat(done.code()).as(done.toString()).isZero();
        assertThat(done.out()).contains("Send applications to us-east-1", "rejoin conflicts list accounts --since");
        withdraw(US, "ada", 100);
        cluster.links().heal(EU);
        assertThat(cluster.awaitQuiet(PATIENCE)).isTrue();
        for (Actor region : List.of(EU, US, AP)) {
            assertThat(balance(region, "ada")).as(region.name()).isEqualTo("-111");
        }
    }

    @Test
    void anExpelledRegionIsRefusedAndOwedNothing() throws InterruptedException {
        withdraw(AP, "ada", 1);
        assertThat(cluster.awaitQuiet(PATIENCE)).isTrue();
        Ran expelled = run(new ExpelCommand(), "--region", "ap-south-1", "--regions", "eu-west-1,us-east-1");
        assertThat(expelled.code()).as(expelled.toString()).isZero();
        assertThat(watch.awaitLooks(2, PATIENCE)).isTrue();
        withdraw(AP, "ada", 10);
        withdraw(EU, "ada", 100);
        assertThat(cluster.awaitQuiet(PATIENCE)).isTrue();
        assertThat(watch.awaitLooks(2, PATIENCE)).isTrue();
        assertThat(balance(EU, "ada")).isEqualTo("-101");
        assertThat(balance(US, "ada")).isEqualTo("-101");
        assertThat(balance(AP, "ada")).isEqualTo("-11");
        Ran status = run(new StatusCommand());
        assertThat(status.code()).isEqualTo(1);
        assertThat(status.out())
                .contains("ap-south-1 is expelled by [eu-west-1, us-east-1]; it comes back by rejoin regions restored")
                .containsPattern("ap-south-1 +eu-west-1 +\\d+ s +1 ")
                .containsPattern("eu-west-1 +ap-south-1 +\\d+ s +0 .*expelled");
        Ran to = run(new FailoverCommand(), "--from", "eu-west-1", "--to", "ap-south-1");
        assertThat(to.code()).as("owed nothing is not having everything").isEqualTo(1);
        assertThat(to.out()).contains("eu-west-1 has expelled ap-south-1", "us-east-1 has expelled ap-south-1");
        Ran from = run(new FailoverCommand(), "--from", "ap-south-1", "--to", "eu-west-1");
        assertThat(from.code()).isEqualTo(1);
        assertThat(from.out()).contains("eu-west-1 has expelled ap-south-1").doesNotContain("us-east-1 has expelled");
        assertThat(isRefused(EU)).as("nothing was fenced for it").isFalse();
    }

    @Test
    void aRegionThatIsLeftAloneGoesOn() throws InterruptedException {
        for (Actor away : List.of(US, AP)) {
            Ran expelled = run(new ExpelCommand(), "--region", away.name(), "--regions", "eu-west-1");
            assertThat(expelled.code()).as(expelled.toString()).isZero();
        }
        assertThat(watch.awaitLooks(2, PATIENCE)).isTrue();
        cluster.links().isolate(EU);
        // Longer than a heartbeat may be old, and then as many looks as it takes to be fenced.
        assertThat(watch.awaitLooks(30, PATIENCE)).isTrue();
        assertThat(isRefused(EU)).isFalse();
    }

    @Test
    void wrongRegionsAreToldWithThoseThereAre() {
        Ran ran = run(new FenceCommand(), "--region", "mars-1");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(run(new PauseCommand(), "--from", "eu-west-1", "--to", "eu-west-1")
                        .code())
                .isEqualTo(2);
        assertThat(run(new FailoverCommand(), "--from", "eu-west-1", "--to", "eu-west-1")
                        .code())
                .isEqualTo(2);
    }
}
