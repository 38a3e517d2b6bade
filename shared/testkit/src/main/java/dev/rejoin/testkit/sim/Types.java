package dev.rejoin.testkit.sim;

import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.AttributePolicy;
import dev.rejoin.policy.ConflictResolver;
import dev.rejoin.policy.DataTypes;
import dev.rejoin.policy.Deletes;
import dev.rejoin.policy.KeyRule;
import dev.rejoin.policy.MergePolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The attributes of which each has a data type of its own, and the policies that say so. */
final class Types {
    static final String SET = "s";
    static final String LIST = "l";
    static final String SIBLINGS = "v";
    static final String MAX = "hi";
    static final String MIN = "lo";
    static final String TRUE = "yes";
    static final String FALSE = "no";
    static final String CUSTOM = "own";
    static final String MAP = "doc";
    static final List<String> NAMES = List.of(SET, LIST, SIBLINGS, MAX, MIN, TRUE, FALSE, CUSTOM, MAP);

    private static final List<String> TYPES =
            List.of("set", "list", "siblings", "max", "min", "true-wins", "false-wins", "custom:words", "map");

    private Types() {}

    /** All words of both texts, each once, sorted. */
    private record Words(BooleanSupplier fails) implements ConflictResolver {
        @Override
        public String name() {
            return "words";
        }

        @Override
        public @Nullable Value resolve(ItemKey key, String attribute, Candidate older, Candidate newer) {
            if (fails.getAsBoolean()) {
                throw new IllegalStateException("the owner's code fails");
            }
            return words(Arrays.asList(older.value(), newer.value()));
        }
    }

    static @Nullable Value words(List<@Nullable Value> texts) {
        TreeSet<String> words = new TreeSet<>();
        for (Value text : texts) {
            if (text instanceof Value.S s) {
                words.addAll(List.of(s.text().split(" ")));
            }
        }
        return words.isEmpty() ? null : new Value.S(String.join(" ", words));
    }

    /**
     * A policy of typed attributes beside the counters of all runs.
     *
     * @param turn 0 as the attributes are named; else each has another's type, which is how owners change their minds
     * @param fails whether the owner's own code fails this time
     * @param mostSiblings how many values of an attribute an item keeps
     */
    static MergePolicy policy(Deletes deletes, int turn, BooleanSupplier fails, int mostSiblings) {
        Map<String, AttributePolicy> attributes = new TreeMap<>();
        for (String counter : List.of(Writer.COUNTER, Writer.OTHER_COUNTER)) {
            attributes.put(counter, type("counter"));
        }
        List<String> types = new ArrayList<>(TYPES);
        if (turn > 0) {
            types.set(turn % TYPES.size(), "lww");
            types.set((turn + 3) % TYPES.size(), "counter");
        }
        for (int i = 0; i < NAMES.size(); i++) {
            attributes.put(NAMES.get(i), type(types.get((i + turn) % types.size())));
        }
        return new MergePolicy(List.of(KeyRule.ofAll(attributes)), deletes, List.of(new Words(fails)), mostSiblings);
    }

    /** Every item is replaced whole. */
    static MergePolicy wholeItems() {
        return new MergePolicy(List.of(new KeyRule(Map.of(), true, Map.of())), Deletes.NEWEST_WINS, List.of());
    }

    private static AttributePolicy type(String name) {
        AttributePolicy type = DataTypes.all().get(name);
        return type == null ? DataTypes.custom("words") : type;
    }
}
