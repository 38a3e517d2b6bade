package dev.rejoin.cli.regions;

import dev.rejoin.aws.control.PolicyRecord;
import dev.rejoin.aws.incarnation.TableRecord;
import dev.rejoin.aws.policy.PolicyException;
import dev.rejoin.aws.policy.PolicyFile;
import dev.rejoin.aws.store.DynamoDbStore;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.operate.AccessProblem;
import dev.rejoin.cli.operate.OperatedRegion;
import dev.rejoin.item.ItemKey;
import dev.rejoin.policy.Deletes;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.Imprint;
import dev.rejoin.replica.ReplicaConfig;
import dev.rejoin.replica.Store;
import dev.rejoin.version.Home;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes over the very table of a region that was expelled. What its rows know of its items is put on these, so that what the region wrote and
 * had not sent keeps its place among the others' writes; then those rows go. Rows of deleted items stay: they tell of deletes that nobody heard
 * of.
 */
final class Return extends TakingOver {
    /** No function works any more on what it saw of the table: 90 s at most, and what clocks may differ. */
    private static final Duration ENDED = Duration.ofMinutes(2);

    /** Streams tell their times to the second. */
    private static final long STREAM_MILLIS = 2_000;

    private final Sleep sleep;

    /** Lets time pass. */
    interface Sleep {
        void millis(long millis) throws InterruptedException;
    }

    Return(RegionTable table, List<OperatedRegion> all, Sleep sleep) {
        super(table, all);
        this.sleep = sleep;
    }

    private TableRecord record() {
        return Objects.requireNonNull(table().record());
    }

    @Override
    TableRecord next(@Nullable Integer backup) {
        if (backup != null) {
            throw new IllegalArgumentException("the table is no backup");
        }
        TableRecord record = record();
        return record.ready()
                ? record.returning(incarnationAfter(record.incarnation()), System.currentTimeMillis())
                : record;
    }

    @Override
    Backup backup(Instant now) {
        return table().expelled() == null
                ? Backup.ofExpelled(now)
                : Backup.ofExpelled(Instant.ofEpochMilli(table().expelled().sinceMillis()));
    }

    @Override
    long carryOut(TableRecord next, LongConsumer stepped) throws InterruptedException {
        Deletes deletes = deletes();
        if (!next.equals(record())) {
            write(next, record());
        }
        sleep.millis(Math.max(0, next.sinceMillis() + ENDED.toMillis() - System.currentTimeMillis()));
        Store store = new DynamoDbStore(region().client(), region().table());
        Imprint imprint =
                new Imprint(earlier(next, deletes), store, System::currentTimeMillis, new SecureRandom()::nextLong);
        long removed = removeWhere(imprint, stepped);
        long since = System.currentTimeMillis();
        sleep.millis(STREAM_MILLIS);
        // Inserted meanwhile, by a record that is not folded any more: it has seen what its row tells.
        removed += removeWhere(imprint, stepped);
        tellOthers(next);
        write(next.readied(since), next);
        return removed;
    }

    /** Whose clocks are put on the items: those of the incarnation that ends. Of its policy only deletes matter. */
    private ReplicaConfig earlier(TableRecord next, Deletes deletes) {
        Home home = new Home(
                region().actor().incarnation(next.backup()), region().table().name());
        return ReplicaConfig.of(home, Set.of(), new MergePolicy(List.of(), deletes, List.of()));
    }

    private Deletes deletes() {
        PolicyRecord policy = region().policy(regions());
        if (policy.isNone()) {
            return Deletes.NEWEST_WINS;
        }
        String wrong;
        try {
            if (policy.format() == PolicyFile.FORMAT) {
                return PolicyFile.deletes(policy.text());
            }
            wrong = "it is of format " + policy.format();
        } catch (PolicyException e) {
            wrong = e.getMessage();
        }
        throw new UnavailableException("what deletes take cannot be told from the policy that " + region().actor()
                + " has of " + region().table().name() + ": " + wrong + ". Use the release that it was put with");
    }

    private long removeWhere(Imprint imprint, LongConsumer stepped) {
        AtomicLong removed = new AtomicLong();
        eachPage(keys -> {
            Set<ItemKey> there = AccessProblem.await(
                    "table " + region().table().name() + " in " + region().actor(), imprint.put(keys));
            remove(there);
            removed.addAndGet(there.size());
            stepped.accept(there.size());
        });
        return removed.get();
    }

    @Override
    String rows(long removed) {
        return String.format(Locale.ROOT, "%,d rows of its items removed", removed);
    }

    @Override
    String before() {
        return "If the table's policy changed while it was expelled, put it once more (rejoin policy put).";
    }
}
