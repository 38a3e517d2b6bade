package dev.rejoin.aws.control;

import dev.rejoin.aws.incarnation.Expulsion;
import dev.rejoin.clock.Actor;
import dev.rejoin.outage.FenceRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Where a table stands: what each region said last of itself, by its own control table, or by the newest copy in another's if
 * it does not answer.
 */
public record Standing(List<Region> regions, List<Way> ways) {
    /**
     * One region.
     *
     * @param answers whether its own control table could be read
     * @param heartbeatAt when it wrote its newest heartbeat that is known, in milliseconds since 1970
     * @param backlog what it had still to send
     * @param tombstones how the runs of {@code rejoin tombstones} ended; empty if none ever did
     */
    public record Region(
            Actor region,
            boolean answers,
            OptionalLong heartbeatAt,
            Optional<Backlog> backlog,
            FenceRecord fence,
            Optional<TombstoneRun> tombstones) {}

    /**
     * The way from one region to another.
     *
     * @param owed what is owed over it; empty if that is not known
     * @param expelled that its beginning has expelled its end; empty if it has not, or the end is back
     * @param heartbeatAt when the heartbeat was written that arrived over it last; empty if none did, or the end does not answer
     */
    public record Way(
            Direction direction, Optional<Owed> owed, Optional<Expulsion> expelled, OptionalLong heartbeatAt) {}

    public Standing {
        regions = List.copyOf(regions);
        ways = List.copyOf(ways);
    }

    /** What one region's control table says, by the items' keys. */
    public record Copy(Map<String, Map<String, AttributeValue>> items) {
        private Map<String, AttributeValue> item(String key) {
            return items.getOrDefault(key, Map.of());
        }

        /** What a region says of itself. */
        public List<Map<String, AttributeValue>> of(Actor region) {
            return items.entrySet().stream()
                    .filter(item -> isOf(item.getKey(), region))
                    .map(Map.Entry::getValue)
                    .toList();
        }

        private static boolean isOf(String key, Actor region) {
            return ofRegion(region).contains(key)
                    || key.startsWith(Direction.prefix(region))
                    || key.startsWith(ControlExpulsions.prefix(region));
        }
    }

    /** The keys of all items that tell of these regions. */
    static List<String> keys(Collection<Actor> regions) {
        List<String> keys = new ArrayList<>();
        for (Actor region : regions) {
            keys.addAll(ofRegion(region));
            regions.stream().filter(to -> !to.equals(region)).forEach(to -> {
                keys.add(Direction.key(region, to));
                keys.add(ControlExpulsions.key(region, to));
            });
        }
        return keys;
    }

    private static List<String> ofRegion(Actor region) {
        return List.of(
                heartbeat(region),
                Backlog.key(region),
                ControlFences.key(region),
                ControlPolicies.key(region),
                TombstoneRun.key(region),
                ControlTableRecords.key(region));
    }

    private static String heartbeat(Actor region) {
        return dev.rejoin.aws.sentinel.Heartbeats.keyOf(region);
    }

    /**
     * Where a table stands by these copies.
     *
     * @param copies of the regions that answer
     */
    public static Standing of(List<Actor> regions, Map<Actor, Copy> copies) {
        List<Region> all = new ArrayList<>();
        List<Way> ways = new ArrayList<>();
        for (Actor region : regions) {
            Copy said = said(region, copies);
            Map<String, AttributeValue> backlog = said.item(Backlog.key(region));
            all.add(new Region(
                    region,
                    copies.containsKey(region),
                    Items.number(said.item(heartbeat(region)), "at"),
                    backlog.isEmpty() ? Optional.empty() : Optional.of(Backlog.of(backlog)),
                    ControlFences.of(said.item(ControlFences.key(region))),
                    TombstoneRun.of(said.item(TombstoneRun.key(region)))));
            regions.stream()
                    .filter(to -> !to.equals(region))
                    .forEach(to ->
                            ways.add(way(region, to, said, said(to, copies), Optional.ofNullable(copies.get(to)))));
        }
        return new Standing(all, ways);
    }

    /**
     * @param said what the beginning says
     * @param saidThere what the end says, or others heard of it
     * @param there the end's own copy
     */
    private static Way way(Actor from, Actor to, Copy said, Copy saidThere, Optional<Copy> there) {
        Map<String, AttributeValue> backlog = said.item(Backlog.key(from));
        return new Way(
                Direction.of(from, to, said.item(Direction.key(from, to))),
                Optional.ofNullable(Backlog.of(backlog).owed().get(to)),
                ControlExpulsions.of(
                                said.item(ControlExpulsions.key(from, to)), saidThere.item(ControlTableRecords.key(to)))
                        .filter(Expulsion::isInForce),
                there.map(copy -> Items.number(copy.item(heartbeat(from)), "at"))
                        .orElse(OptionalLong.empty()));
    }

    /** What the region says itself, or else the newest that others heard of it. */
    private static Copy said(Actor region, Map<Actor, Copy> copies) {
        Copy own = copies.get(region);
        return own != null
                ? own
                : copies.values().stream()
                        .max(Comparator.comparingLong(copy ->
                                Items.number(copy.item(heartbeat(region)), "at").orElse(0)))
                        .orElse(new Copy(Map.of()));
    }

    /** One region. */
    public Optional<Region> region(Actor region) {
        return regions.stream().filter(each -> each.region().equals(region)).findFirst();
    }

    /** Whether any region has expelled that one. */
    public boolean isExpelled(Actor region) {
        return ways.stream()
                .anyMatch(way ->
                        way.direction().to().equals(region) && way.expelled().isPresent());
    }

    /** The ways out of a region. */
    public Stream<Way> from(Actor region) {
        return ways.stream().filter(way -> way.direction().from().equals(region));
    }
}
