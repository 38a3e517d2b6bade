package dev.rejoin.cli.operate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.aws.incarnation.Expulsion;
import dev.rejoin.clock.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A region that some regions have expelled, and that is not asked itself.
 *
 * @param expulsion of all of them together
 * @param by who has expelled it, and who of those that were asked has not
 */
public record ExpelledRegion(Actor region, Expulsion expulsion, Set<Actor> by, Set<Actor> notBy) {
    /** All that these regions know of, which are asked. */
    public static List<ExpelledRegion> of(List<OperatedRegion> regions) {
        Map<Actor, SortedMap<Actor, Expulsion>> said = new TreeMap<>();
        regions.forEach(region -> said.put(region.actor(), region.expulsions()));
        Set<Actor> away = said.values().stream()
                .flatMap(expulsions -> expulsions.keySet().stream())
                .filter(region -> !said.containsKey(region))
                .collect(Collectors.toCollection(TreeSet::new));
        List<ExpelledRegion> found = new ArrayList<>();
        for (Actor region : away) {
            Expulsion all = said.values().stream()
                    .filter(expulsions -> expulsions.containsKey(region))
                    .map(expulsions -> expulsions.get(region))
                    .reduce(Expulsion::with)
                    .orElseThrow();
            Set<Actor> by = said.entrySet().stream()
                    .filter(one -> isUpTo(all.upTo(), one.getValue().get(region)))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<Actor> notBy = new TreeSet<>(said.keySet());
            notBy.removeAll(by);
            if (all.isInForce()) {
                found.add(new ExpelledRegion(region, all, by, notBy));
            }
        }
        return found;
    }

    private static boolean isUpTo(int upTo, @Nullable Expulsion expulsion) {
        return expulsion != null && expulsion.upTo() == upTo;
    }

    /** The last incarnation that is refused. */
    public int upTo() {
        return expulsion.upTo();
    }

    /** Whether all that were asked have expelled it. */
    public boolean isEverywhere() {
        return notBy.isEmpty();
    }

    /** For a person. */
    public String words() {
        String since = "expelled on " + Instant.ofEpochMilli(expulsion.sinceMillis()) + " by " + expulsion.who();
        return isEverywhere() ? since : since + ", but not in " + notBy + ": run 'rejoin regions expel' again";
    }

    /** For programs. */
    public void put(ObjectNode node) {
        node.put("region", region.name())
                .put("state", "EXPELLED")
                .put("incarnation", expulsion.upTo())
                .put("since", expulsion.sinceMillis())
                .put("by", expulsion.who());
        notBy.forEach(missing -> node.withArray("missing").add(missing.name()));
    }
}
