package dev.rejoin.cli.local.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rejoin.cli.local.link.LinkSwitch.State;
import dev.rejoin.cli.local.source.MappingConfig;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.ReplicationMetrics.Event;
import dev.rejoin.replica.StoredItem;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SenderTest {
    private static final Actor EU = new Actor("eu");
    private static final Actor US = new Actor("us");
    private static final Actor AP = new Actor("ap");
    private static final ItemKey KEY = ItemKey.of("id", "a");

    private final MemoryCluster cluster =
            new MemoryCluster(new MappingConfig(100, Duration.ZERO, 2, 100, Duration.ofHours(1), true), EU, US, AP);

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void aWriteArrivesEverywhere() throws InterruptedException {
        put(EU, KEY, "status", new Value.S("new"));
        assertThat(cluster.awaitQuiet()).isTrue();
        assertThat(shown(US, KEY)).isEqualTo(shown(EU, KEY)).isEqualTo(shown(AP, KEY));
    }

    @Test
    void aRegionCutOffIsOwedAndGetsAllWhenItIsBackWhileOthersDoNotWait() throws InterruptedException {
        cluster.links.isolate(AP);
        put(EU, KEY, "status", new Value.S("new"));
        assertThat(cluster.activity.await(
                        () -> cluster.senders.get(EU).hints().size(AP) == 1 && item(US, KEY) != null,
                        Duration.ofSeconds(10)))
                .isTrue();
        assertThat(item(AP, KEY)).isNull();
        cluster.links.heal(AP);
        assertThat(cluster.awaitQuiet()).isTrue();
        assertThat(shown(AP, KEY)).isEqualTo(shown(EU, KEY));
    }

    @Test
    void answersThatGetLostChangeNothing() throws InterruptedException {
        cluster.links.link(EU, US).set(State.ANSWERS_LOST);
        put(EU, KEY, "stock", Value.N.of(10));
        add(EU, KEY, -3);
        assertThat(cluster.activity.await(() -> cluster.senders.get(EU).hints().size(US) == 1, Duration.ofSeconds(10)))
                .isTrue();
        cluster.links.link(EU, US).set(State.OPEN);
        assertThat(cluster.awaitQuiet()).isTrue();
        assertThat(shown(US, KEY).get("stock")).isEqualTo(Value.N.of(7));
    }

    @Test
    void aForwarderKilledInTheMiddleOfABatchLosesAndRepeatsNothing() throws Exception {
        CompletableFuture<Long> death = new CompletableFuture<>();
        try (var hold = cluster.senders.get(EU).poller().hold(Duration.ofSeconds(5))) {
            assertThat(hold).isNotNull();
            put(EU, KEY, "stock", Value.N.of(1_000));
            for (int i = 0; i < 60; i++) {
                add(EU, KEY, -1);
                put(EU, ItemKey.of("id", "k" + i), "n", Value.N.of(i));
            }
            cluster.senders.get(EU).function().killAfter(25, death::complete);
        }
        assertThat(death.get(10, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(25);
        assertThat(cluster.awaitQuiet()).isTrue();
        assertThat(shown(US, KEY).get("stock")).isEqualTo(Value.N.of(940));
        assertThat(shown(AP, KEY).get("stock")).isEqualTo(Value.N.of(940));
        for (int i = 0; i < 60; i++) {
            assertThat(shown(AP, ItemKey.of("id", "k" + i)).get("n")).isEqualTo(Value.N.of(i));
        }
        assertThat(cluster.receivers.get(EU).metrics().events(Event.REPEATED)).isPositive();
    }

    private void put(Actor region, ItemKey key, String name, Value value) {
        cluster.stores.get(region).inTable(table -> {
            table.put(key, Attributes.of(name, value), null);
            return true;
        });
    }

    private void add(Actor region, ItemKey key, int amount) {
        cluster.stores.get(region).inTable(table -> {
            table.update(
                    key,
                    attributes -> attributes.with(
                            "stock",
                            new Value.N(
                                    ((Value.N) attributes.get("stock")).number().add(BigDecimal.valueOf(amount)))));
            return true;
        });
    }

    private StoredItem item(Actor region, ItemKey key) {
        return cluster.stores.get(region).inTable(table -> table.item(key).orElse(null));
    }

    private Attributes shown(Actor region, ItemKey key) {
        StoredItem item = item(region, key);
        assertThat(item).isNotNull();
        return item.attributes();
    }
}
