package dev.rejoin.aws.policy;

import dev.rejoin.policy.MergePolicy;
import java.util.concurrent.CompletableFuture;

/** Which policy a batch of records or versions goes by. */
@FunctionalInterface
public interface PolicySource {
    /**
     * A policy that is in force.
     *
     * @param version as it was put; 0 if none ever was, and the configuration says how writes merge
     * @param policy the same instance as long as it is in force
     */
    record InForce(long version, MergePolicy policy) {}

    /** The policy of now; fails with an {@link UnknownPolicyException} if it is not known, and then nothing may be merged. */
    CompletableFuture<InForce> inForce();

    /** A policy that never changes. */
    static PolicySource always(MergePolicy policy) {
        return () -> CompletableFuture.completedFuture(new InForce(0, policy));
    }
}
