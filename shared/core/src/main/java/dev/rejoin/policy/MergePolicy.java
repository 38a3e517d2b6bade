package dev.rejoin.policy;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** A table's choice of a data type for each top-level attribute. */
public final class MergePolicy {
    /** Every attribute is a last-writer-wins register. */
    public static final MergePolicy REGISTERS = new MergePolicy(Map.of());

    private final Map<String, AttributePolicy> named;

    /** @param named data types by attribute name; every other attribute is a last-writer-wins register */
    public MergePolicy(Map<String, AttributePolicy> named) {
        this.named = Map.copyOf(named);
    }

    /** These attributes are counters, the others registers. */
    public static MergePolicy counting(Collection<String> counters) {
        Map<String, AttributePolicy> named = new HashMap<>();
        counters.forEach(name -> named.put(name, PnCounter.INSTANCE));
        return new MergePolicy(named);
    }

    /** The data type of an attribute. */
    public AttributePolicy of(String attribute) {
        return named.getOrDefault(attribute, LwwRegister.INSTANCE);
    }
}
