package dev.rejoin.cli.demo;

import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.policy.PolicyContext;
import dev.rejoin.aws.policy.PolicyFile;
import dev.rejoin.aws.policy.TimedResolver;
import dev.rejoin.policy.ConflictResolver;
import dev.rejoin.policy.MergePolicy;
import java.util.List;
import java.util.Set;

/** The policy file of the demo's table. */
final class DemoPolicy {
    /** Its counters. */
    static final Set<String> COUNTERS = Set.of("stock", "balance");

    private static final String FILE = """
            rules:
              - key: {id: "account#"}
                attributes: {balance: counter}
              - key: {id: "session#"}
                item: lww
              - attributes:
                  stock: counter
                  tags: set
                  basket: list
                  state: siblings
                  progress: custom:demo-furthest
                  bid: max
                  price: min
                  recalled: true-wins
                  newsletter: false-wins
                  address: map
            """;

    private DemoPolicy() {}

    static MergePolicy of(ReplicatedTable table) {
        List<ConflictResolver> resolvers = TimedResolver.all(List.of(new Furthest()), TimedResolver.DEFAULT_DEADLINE);
        return PolicyFile.parse(FILE, PolicyContext.of(table, resolvers));
    }
}
