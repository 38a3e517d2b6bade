package dev.rejoin.cli.verify;

import dev.rejoin.aws.journal.DynamoDbJournal;
import dev.rejoin.aws.journal.KeptValues;
import dev.rejoin.aws.store.DynamoDbStore;
import dev.rejoin.cli.operate.AccessProblem;
import dev.rejoin.cli.operate.OperatedRegion;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.replica.Applier;
import dev.rejoin.replica.Courier;
import dev.rejoin.replica.HintQueue.Hint;
import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.PeerLink;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.ReplicaConfig;
import dev.rejoin.replica.ReplicationMetrics;
import dev.rejoin.verify.Pause;
import dev.rejoin.verify.Repair;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Puts keys right: each region owes them to every other, and a courier brings what is owed through the applier of the other, all in
 * this process. The same code as the functions', so a repair may run beside them.
 */
final class Mender {
    private static final int BATCH = 100;
    private static final int ROUNDS = 6;
    private static final int ATTEMPTS = 3;

    private final Map<Actor, Replica> replicas = new LinkedHashMap<>();
    private final Map<Actor, OwedKeys> owed = new LinkedHashMap<>();
    private final Pause pause;

    /**
     * @param regions all that the table is replicated between: versions that name others are refused
     * @param values in what form the journal keeps values
     * @throws dev.rejoin.cli.UnavailableException if a region has no journal
     */
    Mender(List<OperatedRegion> regions, MergePolicy policy, KeptValues values, Pause pause) {
        SecureRandom random = new SecureRandom();
        this.pause = pause;
        for (OperatedRegion region : regions) {
            requireJournal(region);
            TreeSet<Actor> peers =
                    new TreeSet<>(regions.stream().map(OperatedRegion::actor).toList());
            peers.remove(region.actor());
            replicas.put(
                    region.actor(),
                    new Replica(
                            ReplicaConfig.of(region.home(), peers, policy),
                            new DynamoDbStore(region.client(), region.table()),
                            new DynamoDbJournal(
                                    region.client(),
                                    region.names().journal(),
                                    DynamoDbJournal.DEFAULT_KEPT,
                                    values,
                                    System::currentTimeMillis),
                            ReplicationMetrics.NOOP,
                            System::currentTimeMillis,
                            random::nextLong));
            owed.put(region.actor(), new OwedKeys());
        }
    }

    private static void requireJournal(OperatedRegion region) {
        String journal = region.names().journal();
        AccessProblem.await(
                "journal table " + journal + " in " + region.actor() + ", where values go that lose",
                region.client().describeTable(describe -> describe.tableName(journal)));
    }

    /** Owes and delivers the keys; what is still owed in the end, by why. */
    Map<Outcome.Reason, Integer> mend(Collection<ItemKey> keys) {
        replicas.forEach((region, replica) ->
                new Repair(replica, queue(region), pause, ATTEMPTS).owe(keys).join());
        Map<Outcome.Reason, Integer> kept = new TreeMap<>();
        for (int round = 1; round <= ROUNDS; round++) {
            kept = deliver();
            if (kept.isEmpty()) {
                return kept;
            }
            pause.before(round + 1).join();
        }
        return kept;
    }

    private Map<Outcome.Reason, Integer> deliver() {
        Map<Outcome.Reason, Integer> kept = new TreeMap<>();
        replicas.forEach((region, replica) -> {
            Courier courier = new Courier(replica, links(region), queue(region));
            List<Hint> all = queue(region).all();
            for (int from = 0; from < all.size(); from += BATCH) {
                courier.deliver(all.subList(from, Math.min(from + BATCH, all.size())))
                        .join()
                        .forEach((hint, outcome) -> kept.merge(outcome.reason(), 1, Integer::sum));
            }
        });
        return kept;
    }

    private OwedKeys queue(Actor region) {
        return owed.getOrDefault(region, new OwedKeys());
    }

    private Map<Actor, PeerLink> links(Actor from) {
        Map<Actor, PeerLink> links = new TreeMap<>();
        replicas.forEach((region, replica) -> {
            if (!region.equals(from)) {
                links.put(region, new Applier(replica)::apply);
            }
        });
        return links;
    }
}
