package dev.rejoin.policy;

import dev.rejoin.item.ItemKey;
import dev.rejoin.version.DataType;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A table's choice of how concurrent writes merge: per kind of item, which its key tells, and per top-level attribute. */
public final class MergePolicy {
    /** Every attribute is a last-writer-wins register. */
    public static final MergePolicy REGISTERS = new MergePolicy(Map.of());

    private final List<KeyRule> rules;
    private final Deletes deletes;
    private final Map<String, ConflictResolver> resolvers;
    private final int mostSiblings;

    /** How many values of an attribute an item keeps that were written without knowing each other. */
    public static final int MOST_SIBLINGS = 8;

    /** @param named data types by attribute name; every other attribute is a last-writer-wins register */
    public MergePolicy(Map<String, AttributePolicy> named) {
        this(List.of(KeyRule.ofAll(named)), Deletes.NEWEST_WINS, List.of());
    }

    /**
     * @param rules for kinds of items; the first that fits a key counts, and items that none fits have registers only
     * @param deletes what a delete does to concurrent writes
     * @param resolvers the table owner's own, to be named by {@link DataTypes#custom}
     * @throws IllegalArgumentException if two resolvers have one name
     */
    public MergePolicy(List<KeyRule> rules, Deletes deletes, Collection<ConflictResolver> resolvers) {
        this(rules, deletes, resolvers, MOST_SIBLINGS);
    }

    /**
     * As above.
     *
     * @param mostSiblings how many values of an attribute that were written without knowing each other an item keeps, 1 or more;
     *     the oldest that are not shown go to the journal
     */
    public MergePolicy(List<KeyRule> rules, Deletes deletes, Collection<ConflictResolver> resolvers, int mostSiblings) {
        if (mostSiblings < 1) {
            throw new IllegalArgumentException("an item keeps at least one value: " + mostSiblings);
        }
        this.mostSiblings = mostSiblings;
        this.rules = List.copyOf(rules);
        this.deletes = deletes;
        Map<String, ConflictResolver> byName = new TreeMap<>();
        for (ConflictResolver resolver : resolvers) {
            if (byName.put(DataTypes.CUSTOM + resolver.name(), resolver) != null) {
                throw new IllegalArgumentException("two resolvers are called '" + resolver.name() + "'");
            }
        }
        this.resolvers = byName;
    }

    /** These attributes are counters, the others registers. */
    public static MergePolicy counting(Collection<String> counters) {
        Map<String, AttributePolicy> named = new HashMap<>();
        counters.forEach(name -> named.put(name, PnCounter.INSTANCE));
        return new MergePolicy(named);
    }

    /** How the item of that key merges. */
    public ItemPolicy at(ItemKey key) {
        for (KeyRule rule : rules) {
            if (rule.fits(key)) {
                return new ItemPolicy(key, rule, this);
            }
        }
        return new ItemPolicy(key, KeyRule.REGISTERS, this);
    }

    public List<KeyRule> rules() {
        return rules;
    }

    /** What a delete does to concurrent writes. */
    public Deletes deletes() {
        return deletes;
    }

    /** How many values of an attribute an item keeps beside each other. */
    public int mostSiblings() {
        return mostSiblings;
    }

    /** Whether values of that type can be shown here: it is built in, or its resolver is there. */
    boolean knows(DataType type) {
        return DataTypes.isBuiltIn(type) || resolvers.containsKey(type.name());
    }

    ConflictResolver resolver(DataType type) {
        ConflictResolver resolver = resolvers.get(type.name());
        if (resolver == null) {
            throw new IllegalStateException("no resolver '" + type.name() + "'");
        }
        return resolver;
    }
}
