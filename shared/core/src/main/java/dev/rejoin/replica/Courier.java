package dev.rejoin.replica;

import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import dev.rejoin.replica.HintQueue.Hint;
import dev.rejoin.replica.Outcome.Reason;
import dev.rejoin.version.FormatException;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Brings peers what they are owed: the state of the key as it is now, which is never older than the hint, so any number of
 * changes owed is one shipment.
 */
public final class Courier {
    private final Replica replica;
    private final Map<Actor, PeerLink> links;
    private final HintQueue hints;
    private final Reads reads;

    /** @param links the way to each peer */
    public Courier(Replica replica, Map<Actor, PeerLink> links, HintQueue hints) {
        this.replica = replica;
        this.links = new TreeMap<>(links);
        this.hints = hints;
        this.reads = new Reads(replica.store());
    }

    /**
     * Ships the current version of each hint's key, and settles the hints that were delivered.
     *
     * @return the hints that must be tried again later, with the outcome that kept each; fails only if the store is broken
     */
    public CompletableFuture<Map<Hint, Outcome>> deliver(List<Hint> owed) {
        Set<ItemKey> keys = new LinkedHashSet<>();
        owed.forEach(hint -> keys.add(hint.key()));
        return reads.all(keys).thenCompose(found -> ship(owed, found));
    }

    private CompletableFuture<Map<Hint, Outcome>> ship(List<Hint> owed, Reads.Found found) {
        Map<Hint, Outcome> kept = new LinkedHashMap<>();
        Map<Actor, Map<ItemKey, Version>> cargo = new LinkedHashMap<>();
        List<Hint> pointless = new ArrayList<>();
        for (Hint hint : owed) {
            Ready ready = ready(hint.key(), found);
            if (!links.containsKey(hint.peer())) {
                kept.put(hint, Outcome.refused(Reason.UNKNOWN_ACTOR));
            } else if (ready.version == null) {
                kept.put(hint, ready.otherwise);
            } else if (ready.version.isEmpty()) {
                pointless.add(hint);
            } else {
                cargo.computeIfAbsent(hint.peer(), peer -> new LinkedHashMap<>())
                        .put(hint.key(), ready.version);
            }
        }
        List<CompletableFuture<Map<Hint, Outcome>>> peers = new ArrayList<>();
        cargo.forEach((peer, versions) -> peers.add(send(peer, versions, owed)));
        peers.add(settle(pointless).thenApply(done -> Map.of()));
        return Futures.all(peers).thenApply(results -> {
            results.forEach(kept::putAll);
            return kept;
        });
    }

    private CompletableFuture<Map<Hint, Outcome>> send(Actor peer, Map<ItemKey, Version> versions, List<Hint> owed) {
        List<Shipment> shipments = new ArrayList<>();
        versions.forEach((key, version) -> shipments.add(new Shipment(key, version)));
        return Links.send(Objects.requireNonNull(links.get(peer)), shipments).thenCompose(outcomes -> {
            Map<ItemKey, Outcome> byKey = new HashMap<>();
            for (int i = 0; i < shipments.size(); i++) {
                byKey.put(shipments.get(i).key(), outcomes.get(i));
            }
            return settle(peer, byKey, owed);
        });
    }

    private CompletableFuture<Map<Hint, Outcome>> settle(Actor peer, Map<ItemKey, Outcome> outcomes, List<Hint> owed) {
        Map<Hint, Outcome> kept = new LinkedHashMap<>();
        List<Hint> delivered = new ArrayList<>();
        for (Hint hint : owed) {
            Outcome outcome = hint.peer().equals(peer) ? outcomes.get(hint.key()) : null;
            if (outcome != null && outcome.kind().isDelivered()) {
                delivered.add(hint);
            } else if (outcome != null) {
                kept.put(hint, outcome);
            }
        }
        return settle(delivered).thenApply(done -> kept);
    }

    private CompletableFuture<?> settle(List<Hint> delivered) {
        return Futures.all(delivered.stream().map(hints::settle).toList());
    }

    /**
     * What can be sent of a key.
     *
     * @param version null if nothing can be sent yet; {@code EMPTY} if nothing is known of the key, so nothing is owed
     * @param otherwise why not
     */
    private record Ready(@Nullable Version version, Outcome otherwise) {}

    private Ready ready(ItemKey key, Reads.Found found) {
        StoredItem item = found.item(key);
        ShadowRow shadow = found.shadow(key);
        if (found.unreadable().contains(key)) {
            return new Ready(null, Outcome.refused(Reason.UNKNOWN_FORMAT));
        }
        if (item == null) {
            Version known = shadow.known();
            return new Ready(known.isLive() ? null : known, Outcome.WAIT);
        }
        try {
            KeyState state = KeyState.of(replica.config().home(), item, shadow);
            boolean isTold = state.known()
                    && state.clean()
                    && Additions.areFolded(replica.config().self(), state.version(), shadow.clock());
            return new Ready(isTold ? state.version() : null, Outcome.WAIT);
        } catch (FormatException e) {
            return new Ready(null, Outcome.refused(Reason.UNKNOWN_FORMAT));
        }
    }
}
