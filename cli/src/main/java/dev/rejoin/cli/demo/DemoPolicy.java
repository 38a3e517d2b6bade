package dev.rejoin.cli.demo;

import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.policy.PolicyContext;
import dev.rejoin.aws.policy.PolicyFile;
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
              - attributes:
                  stock: counter
                  tags: set
                  basket: list
                  state: siblings
                  bid: max
                  recalled: true-wins
            """;

    private DemoPolicy() {}

    static MergePolicy of(ReplicatedTable table) {
        return PolicyFile.parse(FILE, PolicyContext.of(table, List.of()));
    }
}
