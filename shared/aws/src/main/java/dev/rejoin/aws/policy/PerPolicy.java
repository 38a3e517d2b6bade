package dev.rejoin.aws.policy;

import dev.rejoin.aws.policy.PolicySource.InForce;
import dev.rejoin.policy.MergePolicy;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What works by a policy, made anew when the policy changes. Who gets one uses it for one batch, so that a batch goes by one policy.
 *
 * @param <T> a forwarder or an applier
 */
public final class PerPolicy<T> {
    private final PolicySource source;
    private final Function<MergePolicy, T> make;
    private @Nullable Made<T> last;

    /**
     * Something that was made for a policy.
     *
     * @param version the policy's
     */
    public record Made<T>(long version, MergePolicy policy, T part) {}

    public PerPolicy(PolicySource source, Function<MergePolicy, T> make) {
        this.source = source;
        this.make = make;
    }

    /** What goes by the policy of now; fails with an {@link UnknownPolicyException} if that is not known. */
    public CompletableFuture<Made<T>> now() {
        return source.inForce().thenApply(this::of);
    }

    private synchronized Made<T> of(InForce policy) {
        if (last == null || last.policy != policy.policy()) {
            last = new Made<>(policy.version(), policy.policy(), make.apply(policy.policy()));
        }
        return last;
    }
}
