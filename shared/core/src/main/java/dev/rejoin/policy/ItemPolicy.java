package dev.rejoin.policy;

import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.ConflictResolver.Candidate;
import dev.rejoin.rule.Rule;
import dev.rejoin.version.DataType;
import dev.rejoin.version.Resolution;
import dev.rejoin.version.ResolutionException;
import dev.rejoin.version.Sibling;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one item merges. */
public final class ItemPolicy implements Resolution {
    private final ItemKey key;
    private final KeyRule rule;
    private final MergePolicy table;

    ItemPolicy(ItemKey key, KeyRule rule, MergePolicy table) {
        this.key = key;
        this.rule = rule;
        this.table = table;
    }

    /** The data type of an attribute. */
    public AttributePolicy of(String attribute) {
        return rule.attributes().getOrDefault(attribute, LwwRegister.INSTANCE);
    }

    /** Whether the newest write of the item replaces it whole. */
    public boolean isWholeItem() {
        return rule.wholeItem();
    }

    public Deletes deletes() {
        return table.deletes();
    }

    @Override
    public boolean knows(DataType type) {
        return table.knows(type);
    }

    @Override
    public @Nullable Value show(String attribute, DataType type, List<Sibling> siblings) {
        ShownValue builtIn = DataTypes.shown(type);
        return builtIn != null ? builtIn.of(siblings) : resolved(attribute, type, siblings);
    }

    private @Nullable Value resolved(String attribute, DataType type, List<Sibling> siblings) {
        ConflictResolver resolver = table.resolver(type);
        int first = Rule.RESOLVER_GETS_ALL.holds() ? 0 : siblings.size() - 2;
        Candidate merged = candidate(siblings.get(first));
        for (Sibling next : siblings.subList(first + 1, siblings.size())) {
            Candidate newer = candidate(next);
            merged = new Candidate(newer.dot(), resolve(resolver, attribute, merged, newer));
        }
        return merged.value();
    }

    /** A table owner's code may do anything; whatever it does is one failed merge. */
    private @Nullable Value resolve(ConflictResolver resolver, String attribute, Candidate older, Candidate newer) {
        try {
            return resolver.resolve(key, attribute, older, newer);
        } catch (RuntimeException | StackOverflowError | AssertionError | LinkageError e) {
            if (!Rule.FALLBACK_SAID.holds()) {
                return newer.value();
            }
            throw new ResolutionException("resolver '" + resolver.name() + "' failed", e);
        }
    }

    private static Candidate candidate(Sibling sibling) {
        return new Candidate(sibling.dot(), sibling.value());
    }
}
