package dev.rejoin.aws.metrics;

import dev.rejoin.replica.Conflict;
import java.util.Map;

/** What kind of conflict it is, in few words: a metric for each would not be bounded. */
final class ConflictKinds {
    private static final String CUSTOM = "custom:";

    /** By name, so that a reason that is new here is counted at all. */
    private static final Map<String, MetricName> REASONS = Map.of(
            "CONCURRENT_WRITES", MetricName.CONFLICT_REASON_CONCURRENT,
            "COMBINED", MetricName.CONFLICT_REASON_COMBINED,
            "DELETED", MetricName.CONFLICT_REASON_DELETED,
            "REPLACED_BY_COUNTER", MetricName.CONFLICT_REASON_COUNTER,
            "RESOLVER_FAILED", MetricName.CONFLICT_REASON_FAILED,
            "SPILLED", MetricName.CONFLICT_REASON_SPILLED,
            "UNDONE_INSERT", MetricName.CONFLICT_REASON_UNDONE);

    private static final Map<String, MetricName> POLICIES = Map.ofEntries(
            Map.entry("lww", MetricName.CONFLICT_POLICY_LWW),
            Map.entry("item-lww", MetricName.CONFLICT_POLICY_ITEM),
            Map.entry("counter", MetricName.CONFLICT_POLICY_COUNTER),
            Map.entry("set", MetricName.CONFLICT_POLICY_SET),
            Map.entry("list", MetricName.CONFLICT_POLICY_LIST),
            Map.entry("map", MetricName.CONFLICT_POLICY_MAP),
            Map.entry("siblings", MetricName.CONFLICT_POLICY_SIBLINGS),
            Map.entry("max", MetricName.CONFLICT_POLICY_MAX),
            Map.entry("min", MetricName.CONFLICT_POLICY_MIN),
            Map.entry("true-wins", MetricName.CONFLICT_POLICY_BOOLEAN),
            Map.entry("false-wins", MetricName.CONFLICT_POLICY_BOOLEAN));

    private ConflictKinds() {}

    /** The metric that counts conflicts of this reason. */
    static MetricName reason(Conflict.Reason reason) {
        return REASONS.getOrDefault(reason.name(), MetricName.CONFLICT_REASON_OTHER);
    }

    /** The metric that counts conflicts that this policy settled. */
    static MetricName policy(String policy) {
        return policy.startsWith(CUSTOM)
                ? MetricName.CONFLICT_POLICY_CUSTOM
                : POLICIES.getOrDefault(policy, MetricName.CONFLICT_POLICY_OTHER);
    }
}
