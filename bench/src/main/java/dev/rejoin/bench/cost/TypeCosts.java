package dev.rejoin.bench.cost;

import dev.rejoin.bench.cost.CountingStore.Counts;
import dev.rejoin.bench.table.Table;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.AttributePolicy;
import dev.rejoin.policy.ConflictResolver;
import dev.rejoin.policy.DataTypes;
import dev.rejoin.policy.Deletes;
import dev.rejoin.policy.KeyRule;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.testkit.store.MemoryTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What each type of attribute costs: reads and writes of one plain change, with three regions and nothing else going on, and the bytes
 * of the clocks of an item that has no other attribute, which is called {@code a}.
 */
public final class TypeCosts {
    private static final Actor HERE = new Actor("eu-west-1");
    private static final Actor PEER = new Actor("us-east-1");
    private static final Actor OTHER = new Actor("ap-south-1");
    private static final List<Actor> REGIONS = List.of(HERE, PEER, OTHER);
    private static final ItemKey KEY = ItemKey.of("id", "item#1");
    private static final String NAME = "a";
    private static final int MANY = 10;

    private final MergePolicy policy;
    private final String name;
    private final Value first;
    private final Value second;
    private final Value concurrent;

    private TypeCosts(MergePolicy policy, String name, Value first, Value second, Value concurrent) {
        this.policy = policy;
        this.name = name;
        this.first = first;
        this.second = second;
        this.concurrent = concurrent;
    }

    /**
     * What a type cost.
     *
     * @param type its name, and how many elements there are in the end
     * @param here reads and writes in the region of the change
     * @param peer reads and writes at each peer, its own echo included
     * @param shadow bytes of the shadow row in the region of the change
     * @param clock bytes of the clock on the item at a peer
     * @param met bytes of the clock there once a concurrent change has met it
     */
    public record Cost(String type, Counts here, Counts peer, int shadow, int clock, int met) {
        /** As a row of the table in {@code docs/policies.md}. */
        public String row() {
            return "| " + String.join(" | ", cells()) + " |";
        }

        private List<String> cells() {
            return List.of(
                    type,
                    count(here.itemReads() + here.shadowReads(), here.itemWrites() + here.shadowWrites()),
                    count(peer.itemReads() + peer.shadowReads(), peer.itemWrites() + peer.shadowWrites()),
                    String.valueOf(shadow),
                    String.valueOf(clock),
                    String.valueOf(met));
        }

        private static String count(long reads, long writes) {
            return reads + " / " + writes;
        }
    }

    /** Prints the table. */
    public static void main(String[] args) {
        Table table = new Table()
                .row(
                        "type",
                        "here: reads / writes",
                        "each peer",
                        "shadow row, bytes",
                        "_rejoin at a peer",
                        "after a conflict");
        measure().forEach(cost -> table.row(cost.cells().toArray()));
        table.print(System.out);
    }

    /** Each type. */
    public static List<Cost> measure() {
        List<Cost> costs = new ArrayList<>();
        costs.add(whole("lww", text("x"), text("y"), text("z")));
        costs.add(whole("counter", number(1), number(2), number(5)));
        for (String type : List.of("siblings", "max", "min")) {
            costs.add(whole(type, number(1), number(2), number(5)));
        }
        for (String type : List.of("true-wins", "false-wins")) {
            costs.add(whole(type, text("x"), new Value.Bool(true), new Value.Bool(false)));
        }
        costs.add(new TypeCosts(custom(), "custom:longest", text("x"), text("y"), text("z")).measured());
        for (int size : new int[] {1, MANY}) {
            costs.add(elements("set", size));
            costs.add(elements("list", size));
            costs.add(elements("map", size));
        }
        costs.add(new TypeCosts(wholeItem(), "item: lww", text("x"), text("y"), text("z")).measured());
        return costs;
    }

    private static MergePolicy wholeItem() {
        return new MergePolicy(List.of(new KeyRule(Map.of(), true, Map.of())), Deletes.NEWEST_WINS, List.of());
    }

    /** A resolver of the table's owner: its name is what every value carries. */
    private static MergePolicy custom() {
        ConflictResolver last = new ConflictResolver() {
            @Override
            public String name() {
                return "longest";
            }

            @Override
            public @Nullable Value resolve(ItemKey key, String attribute, Candidate older, Candidate newer) {
                return newer.value();
            }
        };
        Map<String, AttributePolicy> types = Map.of(NAME, DataTypes.custom(last.name()));
        return new MergePolicy(List.of(KeyRule.ofAll(types)), Deletes.NEWEST_WINS, List.of(last));
    }

    private static Cost whole(String type, Value first, Value second, Value concurrent) {
        return new TypeCosts(policy(type), type, first, second, concurrent).measured();
    }

    /** The last of the elements is the change; the concurrent one adds another. */
    private static Cost elements(String type, int size) {
        List<Value> before = new ArrayList<>();
        for (int i = 0; i < size - 1; i++) {
            before.add(text("e" + i));
        }
        List<Value> after = new ArrayList<>(before);
        after.add(text("mine"));
        List<Value> beside = new ArrayList<>(before);
        beside.add(text("theirs"));
        String part = type.equals("map") ? "path" : "element";
        String name = type + " of " + (size == 1 ? "1 " + part : size + " " + part + "s");
        Value first = before.isEmpty() ? text("none yet") : together(type, before);
        return new TypeCosts(policy(type), name, first, together(type, after), together(type, beside)).measured();
    }

    private static Value together(String type, List<Value> elements) {
        if (type.equals("list")) {
            return new Value.L(elements);
        }
        if (type.equals("map")) {
            Map<String, Value> paths = new TreeMap<>();
            elements.forEach(element -> paths.put(((Value.S) element).text(), text("x")));
            return new Value.M(paths);
        }
        Set<String> texts = new LinkedHashSet<>();
        elements.forEach(element -> texts.add(((Value.S) element).text()));
        return new Value.SS(texts);
    }

    private static MergePolicy policy(String type) {
        return new MergePolicy(Map.of(NAME, DataTypes.all().get(type)));
    }

    private Cost measured() {
        QuietCluster cluster = begun();
        Counts here = cluster.counts(HERE);
        Counts peer = cluster.counts(PEER);
        cluster.write(HERE, change(second));
        settle(cluster);
        return new Cost(
                name,
                cluster.counts(HERE).since(here),
                cluster.counts(PEER).since(peer),
                cluster.shadowBytes(HERE, KEY),
                cluster.clockBytes(PEER, KEY),
                met());
    }

    /** The same change, and another at a peer that had not heard of it. */
    private int met() {
        QuietCluster cluster = begun();
        cluster.write(HERE, change(second));
        cluster.write(PEER, change(concurrent));
        settle(cluster);
        return cluster.clockBytes(OTHER, KEY);
    }

    private QuietCluster begun() {
        QuietCluster cluster = new QuietCluster(REGIONS, policy);
        cluster.write(HERE, table -> table.put(KEY, Attributes.of(NAME, first), null));
        settle(cluster);
        return cluster;
    }

    private static Consumer<MemoryTable> change(Value value) {
        return table -> table.update(KEY, item -> item.with(NAME, value));
    }

    private static void settle(QuietCluster cluster) {
        boolean moved = true;
        for (int round = 0; moved; round++) {
            moved = false;
            for (Actor region : REGIONS) {
                int handled = cluster.forward(region) + cluster.deliver(region);
                moved |= handled > 0;
            }
            if (round > MANY) {
                throw new IllegalStateException("it does not come to rest");
            }
        }
    }

    private static Value text(String text) {
        return new Value.S(text);
    }

    private static Value number(long number) {
        return Value.N.of(number);
    }
}
