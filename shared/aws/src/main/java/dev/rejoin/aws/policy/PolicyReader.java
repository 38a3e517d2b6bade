package dev.rejoin.aws.policy;

import dev.rejoin.aws.control.PolicyRecord;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.policy.PolicySource.InForce;
import dev.rejoin.policy.ConflictResolver;
import dev.rejoin.policy.MergePolicy;
import java.time.Duration;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.function.Supplier;

/** Understands what was put as a table's policy, or says why not. */
public final class PolicyReader {
    private final ReplicatedTable table;
    private final MergePolicy otherwise;
    private final Supplier<List<ConflictResolver>> resolvers;

    /**
     * @param otherwise in force as long as no policy was put
     * @param resolvers the table owner's own, asked for each time a policy is read
     */
    public PolicyReader(ReplicatedTable table, MergePolicy otherwise, Supplier<List<ConflictResolver>> resolvers) {
        this.table = table;
        this.otherwise = otherwise;
        this.resolvers = resolvers;
    }

    /**
     * With the resolvers on the class path, where a Lambda layer's jars are too.
     *
     * @param deadline how long a resolver's answer is waited for; where it is late, it has failed
     */
    public static PolicyReader ofClassPath(ReplicatedTable table, MergePolicy otherwise, Duration deadline) {
        ClassLoader loader = PolicyReader.class.getClassLoader();
        return new PolicyReader(table, otherwise, () -> TimedResolver.all(PolicyContext.resolvers(loader), deadline));
    }

    /** @throws UnknownPolicyException if this release cannot follow it */
    InForce read(PolicyRecord record) {
        if (record.isNone()) {
            return new InForce(0, otherwise);
        }
        String name = "version " + record.version() + " of the policy of " + table.name();
        if (record.format() != PolicyFile.FORMAT) {
            throw new UnknownPolicyException(name + " is of format " + record.format() + ", and this release knows "
                    + PolicyFile.FORMAT + ": deploy the release that it was put with");
        }
        PolicyContext context = PolicyContext.of(table, resolvers(name));
        try {
            return new InForce(record.version(), PolicyFile.parse(record.text(), context));
        } catch (PolicyException e) {
            throw new UnknownPolicyException(
                    name + " cannot be followed here: " + e.getMessage()
                            + ". Deploy what it needs, or put one that can be followed",
                    e);
        }
    }

    /** A resolver is the table owner's code, and may throw anything when it is made. */
    private List<ConflictResolver> resolvers(String name) {
        try {
            return resolvers.get();
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            throw new UnknownPolicyException(
                    name + " cannot be followed here, because a resolver on the class path cannot be made: " + e
                            + ". Mend the layer with the resolvers",
                    e);
        }
    }
}
