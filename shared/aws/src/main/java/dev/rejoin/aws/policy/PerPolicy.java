package dev.rejoin.aws.policy;

import dev.rejoin.aws.incarnation.TableIdentity;
import dev.rejoin.aws.incarnation.TableRecord;
import dev.rejoin.aws.policy.PolicySource.InForce;
import dev.rejoin.policy.MergePolicy;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What works by a policy on a table, made anew when the policy changes, or the table is another. Who gets one uses it for one batch, so that
 * a batch goes by one policy.
 *
 * @param <T> a forwarder or an applier
 */
public final class PerPolicy<T> {
    /** Of what is never restored from a backup. */
    private static final TableRecord ONLY = TableRecord.first(new TableIdentity("", 0));

    private final PolicySource source;
    private final Supplier<CompletableFuture<TableRecord>> table;
    private final BiFunction<MergePolicy, TableRecord, T> make;
    private @Nullable Made<T> last;

    /**
     * Something that was made for a policy.
     *
     * @param version the policy's
     */
    public record Made<T>(long version, MergePolicy policy, TableRecord table, T part) {}

    /** Of a table that is always the same. */
    public PerPolicy(PolicySource source, Function<MergePolicy, T> make) {
        this(source, () -> CompletableFuture.completedFuture(ONLY), (policy, table) -> make.apply(policy));
    }

    /** @param table the table of now, as {@code CurrentTable} */
    public PerPolicy(
            PolicySource source,
            Supplier<CompletableFuture<TableRecord>> table,
            BiFunction<MergePolicy, TableRecord, T> make) {
        this.source = source;
        this.table = table;
        this.make = make;
    }

    /**
     * What goes by the policy of now; fails with an {@link UnknownPolicyException} if that is not known, and as {@code CurrentTable} does
     * if the table is not the one that is replicated, or nobody can tell.
     */
    public CompletableFuture<Made<T>> now() {
        return table.get().thenCompose(now -> source.inForce().thenApply(policy -> of(policy, now)));
    }

    private synchronized Made<T> of(InForce policy, TableRecord now) {
        if (last == null || last.policy != policy.policy() || !last.table.equals(now)) {
            last = new Made<>(policy.version(), policy.policy(), now, make.apply(policy.policy(), now));
        }
        return last;
    }
}
