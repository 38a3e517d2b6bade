package dev.rejoin.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.cli.Run;
import dev.rejoin.cli.local.region.ClusterSetup;
import dev.rejoin.cli.local.region.LocalCluster;
import dev.rejoin.cli.local.region.LocalRegion;
import dev.rejoin.cli.local.source.EventSourcePoller.Hold;
import dev.rejoin.cli.operate.Engine;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.StoredItem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A policy is changed by command while two regions replicate, and concurrent plain writes merge as it says from then on. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class PolicyStoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");
    private static final ItemKey KEY = ItemKey.of("pk", "article#1");

    @TempDir
    Path folder;

    private final String table = Engine.newName();

    @Test
    void aTableBecomesOneOfAddWinsSets() throws Exception {
        ClusterSetup setup =
                ClusterSetup.brisk(List.of(EU, US), ReplicatedTable.of(table, "pk"), Set.of("stock"), folder);
        try (LocalCluster cluster = LocalCluster.start(Engine.endpoint(), setup)) {
            concurrently(cluster, "ADD stock :v", number("2"), "ADD stock :v", number("3"));
            concurrently(cluster, "ADD tags :v", tag("old-eu"), "ADD tags :v", tag("old-us"));
            assertThat(shown(cluster, "tags")).as("the newest write stands").hasSize(1);

            put(cluster, 1, "rules: [{attributes: {tags: set, stock: counter}}]");
            concurrently(cluster, "ADD tags :v", tag("red"), "ADD tags :v", tag("blue"));
            assertThat(shown(cluster, "tags")).contains("red", "blue").hasSize(3);
            concurrently(cluster, "DELETE tags :v", tag("red"), "ADD tags :v", tag("green"));
            assertThat(shown(cluster, "tags")).contains("blue", "green").doesNotContain("red");
            concurrently(cluster, "ADD stock :v", number("2"), "ADD stock :v", number("3"));
            assertThat(value(cluster, EU, "stock")).isEqualTo(Value.N.of(10));
            assertThat(value(cluster, US, "stock")).isEqualTo(Value.N.of(10));
        }
    }

    /** A policy that a region cannot follow holds its replication up and loses nothing; the next one mends it. */
    @Test
    void aPolicyThatCannotBeFollowedIsWaitedFor() throws Exception {
        ClusterSetup setup = ClusterSetup.brisk(List.of(EU, US), ReplicatedTable.of(table, "pk"), Set.of(), folder);
        try (LocalCluster cluster = LocalCluster.start(Engine.endpoint(), setup)) {
            Path jar = Jar.of(folder, Jar.Longest.class);
            Run custom = run("rules: [{attributes: {note: custom:longest}}]", "--resolvers", jar.toString());
            assertThat(custom.exitCode()).as(custom.toString()).isZero();
            await(() -> waits(cluster, EU) && waits(cluster, US));

            update(cluster, EU, "SET note = :v", AttributeValue.fromS("written meanwhile"));
            await(() -> cluster.underWay().contains("no resolver 'longest' on the class path"));
            assertThat(cluster.region(US).read(KEY)).isNull();

            put(cluster, 2, "deletes: newest");
            settle(cluster);
            assertThat(value(cluster, US, "note")).isEqualTo(new Value.S("written meanwhile"));
            assertThat(cluster.givenUp()).isZero();
        }
    }

    private static boolean waits(LocalCluster cluster, Actor region) {
        try {
            cluster.region(region).receiver().policies().inForce().join();
            return false;
        } catch (CompletionException e) {
            return true;
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private Run run(String policy, String... more) throws Exception {
        Path file = Files.writeString(folder.resolve("policy.yaml"), policy);
        String[] all = new String[8 + more.length];
        System.arraycopy(
                new String[] {
                    "policy",
                    "put",
                    table,
                    file.toString(),
                    "--regions",
                    EU + "," + US,
                    "--endpoint",
                    Engine.endpoint().toString()
                },
                0,
                all,
                0,
                8);
        System.arraycopy(more, 0, all, 8, more.length);
        return Run.of(all);
    }

    private void put(LocalCluster cluster, long version, String policy) throws Exception {
        Run run = run(policy);
        assertThat(run.exitCode()).as(run.toString()).isZero();
        for (LocalRegion region : cluster.regions()) {
            await(() -> !waits(cluster, region.actor())
                    && region.receiver().policies().inForce().join().version() == version);
        }
    }

    private void concurrently(LocalCluster cluster, String one, AttributeValue value, String other, AttributeValue next)
            throws InterruptedException {
        Hold hold = cluster.hold(PATIENCE);
        try {
            update(cluster, EU, one, value);
            assertThat(cluster.awaitLook(PATIENCE)).isTrue();
            update(cluster, US, other, next);
        } finally {
            hold.close();
        }
        settle(cluster);
    }

    private void update(LocalCluster cluster, Actor region, String change, AttributeValue value) {
        cluster.region(region)
                .client()
                .updateItem(update -> update.tableName(table)
                        .key(Map.of("pk", AttributeValue.fromS("article#1")))
                        .updateExpression(change)
                        .expressionAttributeValues(Map.of(":v", value)));
    }

    private static AttributeValue tag(String tag) {
        return AttributeValue.fromSs(List.of(tag));
    }

    private static AttributeValue number(String number) {
        return AttributeValue.fromN(number);
    }

    private static void settle(LocalCluster cluster) throws InterruptedException {
        assertThat(cluster.awaitQuiet(PATIENCE)).as(cluster.underWay()).isTrue();
    }

    /** The texts of a set, which is the same in both regions. */
    private static Set<String> shown(LocalCluster cluster, String name) {
        Value value = value(cluster, EU, name);
        assertThat(value(cluster, US, name)).isEqualTo(value);
        return ((Value.SS) value).texts();
    }

    private static Value value(LocalCluster cluster, Actor region, String name) {
        StoredItem item = cluster.region(region).read(KEY);
        return item.attributes().get(name);
    }
}
