package dev.rejoin.bench.cost;

import dev.rejoin.bench.cost.CountingStore.Counts;
import dev.rejoin.bench.table.Table;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.testkit.store.MemoryTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads and writes per plain write with three regions when nothing else happens: in the region of the write, at one peer when
 * the version arrives, and at that peer when its stream shows the write that the arrival made.
 */
public final class CostTable {
    private static final Actor HERE = new Actor("eu-west-1");
    private static final Actor PEER = new Actor("us-east-1");
    private static final Actor OTHER = new Actor("ap-south-1");
    private static final ItemKey KEY = ItemKey.of("id", "order#1");
    private static final String STOCK = "stock";

    private CostTable() {}

    /**
     * What a plain write cost.
     *
     * @param here in its region
     * @param arrival at a peer, when the version arrived
     * @param echo at that peer, when its stream showed what the arrival wrote
     */
    public record Cost(String event, Counts here, Counts arrival, Counts echo) {}

    /** Prints the table. */
    public static void main(String[] args) {
        System.out.println("Reads and writes for one plain write, 3 regions, quiet. i = item, s = shadow row.");
        System.out.println();
        Table table = new Table()
                .row(
                        "plain write",
                        "here: reads",
                        "writes",
                        "each peer, arrival: reads",
                        "writes",
                        "echo: reads",
                        "writes");
        for (Cost cost : measure()) {
            table.row(
                    cost.event,
                    reads(cost.here),
                    writes(cost.here),
                    reads(cost.arrival),
                    writes(cost.arrival),
                    reads(cost.echo),
                    writes(cost.echo));
        }
        table.print(System.out);
    }

    /** Each kind of plain write on one item, in the order of a life: insert to delete, and insert again. */
    public static List<Cost> measure() {
        QuietCluster cluster = new QuietCluster(List.of(HERE, PEER, OTHER), MergePolicy.counting(Set.of(STOCK)));
        List<Cost> costs = new ArrayList<>();
        costs.add(cost(cluster, "insert", table -> table.put(KEY, order("new"), null)));
        costs.add(cost(cluster, "update", table -> table.update(KEY, item -> item.with("status", text("paid")))));
        costs.add(cost(cluster, "update again", table -> table.update(KEY, item -> item.with("note", text("gift")))));
        costs.add(cost(cluster, "ADD", table -> table.update(KEY, CostTable::sold)));
        costs.add(cost(cluster, "overwriting put", table -> table.put(KEY, order("sent"), null)));
        costs.add(cost(cluster, "delete", table -> table.delete(KEY)));
        costs.add(cost(cluster, "insert after delete", table -> table.put(KEY, order("new"), null)));
        return costs;
    }

    private static Cost cost(QuietCluster cluster, String event, Consumer<MemoryTable> plainWrite) {
        Counts here = cluster.counts(HERE);
        Counts peer = cluster.counts(PEER);
        cluster.write(HERE, plainWrite);
        cluster.forward(HERE);
        Counts arrived = cluster.counts(PEER);
        Counts spentHere = cluster.counts(HERE).since(here);
        cluster.forward(PEER);
        cluster.forward(OTHER);
        Counts echoed = cluster.counts(PEER);
        expectRest(cluster);
        return new Cost(event, spentHere, arrived.since(peer), echoed.since(arrived));
    }

    private static void expectRest(QuietCluster cluster) {
        for (Actor region : List.of(HERE, PEER, OTHER)) {
            if (cluster.forward(region) > 0 || cluster.deliver(region) > 0) {
                throw new IllegalStateException(region + " had something more to say");
            }
        }
    }

    private static String reads(Counts counts) {
        return both(counts.itemReads(), counts.shadowReads(), 0);
    }

    private static String writes(Counts counts) {
        return both(counts.itemWrites(), counts.shadowWrites(), counts.transactions());
    }

    private static String both(long items, long shadows, long transactions) {
        List<String> parts = new ArrayList<>();
        if (items > 0) {
            parts.add(items + " i");
        }
        if (shadows > 0) {
            parts.add(shadows + " s");
        }
        if (transactions > 0) {
            parts.add(transactions + " transaction");
        }
        return parts.isEmpty() ? "-" : String.join(" + ", parts);
    }

    private static Attributes order(String status) {
        return Attributes.of(Map.of("status", text(status), "total", Value.N.of(42), STOCK, Value.N.of(100)));
    }

    private static Attributes sold(Attributes item) {
        BigDecimal stock = item.get(STOCK) instanceof Value.N n ? n.number() : BigDecimal.ZERO;
        return item.with(STOCK, new Value.N(stock.subtract(BigDecimal.ONE)));
    }

    private static Value text(String text) {
        return new Value.S(text);
    }
}
