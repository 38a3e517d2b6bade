package dev.rejoin.aws.policy;

import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.policy.ConflictResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * What a policy is checked against.
 *
 * @param keyNames the table's key attributes; empty if it is not known which table
 * @param clockName the attribute that is reserved for the clock
 * @param resolvers the table owner's own that can be named
 */
public record PolicyContext(Set<String> keyNames, String clockName, List<ConflictResolver> resolvers) {
    public PolicyContext {
        keyNames = Set.copyOf(keyNames);
        resolvers = List.copyOf(resolvers);
    }

    /** Of no certain table. */
    public static PolicyContext ofAnyTable(List<ConflictResolver> resolvers) {
        return new PolicyContext(Set.of(), ReplicatedTable.DEFAULT_CLOCK_NAME, resolvers);
    }

    /** Of that table. */
    public static PolicyContext of(ReplicatedTable table, List<ConflictResolver> resolvers) {
        return new PolicyContext(Set.copyOf(table.keyNames()), table.clockName(), resolvers);
    }

    /**
     * The resolvers that the class path offers.
     *
     * @throws java.util.ServiceConfigurationError if one is offered that is not there, or cannot be made
     */
    public static List<ConflictResolver> resolvers(ClassLoader loader) {
        List<ConflictResolver> found = new ArrayList<>();
        ServiceLoader.load(ConflictResolver.class, loader).forEach(found::add);
        return found;
    }
}
