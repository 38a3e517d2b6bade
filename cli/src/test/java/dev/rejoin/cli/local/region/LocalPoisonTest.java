package dev.rejoin.cli.local.region;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.metrics.MetricName;
import dev.rejoin.cli.local.watch.MetricSink;
import dev.rejoin.cli.operate.Engine;
import dev.rejoin.clock.Actor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** On the engine: a record that cannot be decoded stops nothing, and is told, kept and counted. */
@Timeout(120)
class LocalPoisonTest {
    private static final Actor EU = new Actor("eu-west-1");
    private static final Actor US = new Actor("us-east-1");

    private final AtomicLong poison = new AtomicLong();

    private final MetricSink sink = new MetricSink() {
        @Override
        public void add(
                MetricName name, @Nullable Actor source, @Nullable Actor destination, double value, long times) {
            if (name == MetricName.POISON) {
                poison.addAndGet(Math.round(value) * times);
            }
        }

        @Override
        public void writes(Actor region, long n) {}
    };

    @TempDir
    Path folder;

    @Test
    void aRecordThatCannotBeDecodedIsPutAsideAndNothingWaits() throws InterruptedException {
        // The table is made with the first of these keys only.
        ReplicatedTable table = ReplicatedTable.of(Engine.newName(), "pk", "none");
        ClusterSetup setup = ClusterSetup.brisk(List.of(EU, US), table, Set.of(), folder);
        try (LocalCluster cluster = LocalCluster.start(Engine.endpoint(), setup, sink)) {
            cluster.region(EU)
                    .client()
                    .putItem(put -> put.tableName(table.name()).item(Map.of("pk", AttributeValue.fromS("a"))));
            assertThat(cluster.awaitQuiet(Duration.ofSeconds(60)))
                    .as(cluster.underWay())
                    .isTrue();
            assertThat(cluster.givenUp()).isEqualTo(1);
            assertThat(poison).hasValue(1);
            assertThat(cluster.underWay()).contains("a record was put aside in " + folder, EU + "-poison-");
            assertThat(folder.toFile().list()).singleElement().asString().startsWith(EU + "-poison-");
        }
    }
}
