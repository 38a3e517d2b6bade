package dev.rejoin.aws.policy;

import dev.rejoin.policy.AttributePolicy;
import dev.rejoin.policy.ConflictResolver;
import dev.rejoin.policy.DataTypes;
import dev.rejoin.policy.KeyRule;
import dev.rejoin.policy.LwwRegister;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one rule of a policy. What is wrong is gathered; what is left of the rule is given back. */
final class RuleReader {
    private static final String KEY = "key";
    private static final String ITEM = "item";
    private static final String ATTRIBUTES = "attributes";
    private static final int MOST_KEYS = 2;
    private static final int NAME_BYTES = 255;
    private static final Pattern RESOLVER = Pattern.compile("[a-z0-9-]{1,60}");

    private final Nodes nodes;
    private final Problems problems;
    private final PolicyContext context;

    RuleReader(Nodes nodes, Problems problems, PolicyContext context) {
        this.nodes = nodes;
        this.problems = problems;
        this.context = context;
    }

    KeyRule read(Node node) {
        Map<String, Nodes.Entry> entries = nodes.mapping(node, "a rule is a mapping of key, and of item or attributes");
        nodes.onlyKnown(entries, List.of(KEY, ITEM, ATTRIBUTES), "a rule");
        Nodes.Entry key = entries.get(KEY);
        Nodes.Entry item = entries.get(ITEM);
        Nodes.Entry attributes = entries.get(ATTRIBUTES);
        Map<String, String> prefixes = key == null ? Map.of() : prefixes(key.value());
        boolean whole = item != null && isWhole(item.value());
        Map<String, AttributePolicy> types =
                attributes == null ? Map.of() : types(attributes.value(), prefixes.keySet());
        if (item != null && attributes != null) {
            problems.add(
                    attributes.key(),
                    "an item that is replaced whole has no types of its attributes: drop one of both");
        } else if (item == null && attributes == null && node instanceof MappingNode) {
            problems.add(node, "a rule says 'item: lww' or names attributes");
        }
        return new KeyRule(prefixes, whole, whole ? Map.of() : types);
    }

    private boolean isWhole(Node node) {
        String known = "item is lww: the newest write replaces the whole item";
        String word = nodes.text(node, known);
        if (word != null && !LwwRegister.INSTANCE.name().equals(word)) {
            problems.add(node, "unknown word '" + word + "'; " + known);
        }
        return LwwRegister.INSTANCE.name().equals(word);
    }

    private Map<String, String> prefixes(Node node) {
        Map<String, String> prefixes = new LinkedHashMap<>();
        Map<String, Nodes.Entry> entries =
                nodes.mapping(node, "key is a mapping of key attributes to how their texts begin");
        if (entries.size() > MOST_KEYS) {
            problems.add(node, "a key has at most " + MOST_KEYS + " attributes, not " + entries.size());
        }
        entries.forEach((name, entry) -> {
            String prefix = nodes.text(entry.value(), "how " + name + " begins is a text; put it into quotes");
            if (!context.keyNames().isEmpty() && !context.keyNames().contains(name)) {
                problems.add(
                        entry.key(),
                        "'" + name + "' is no key attribute of the table; it has "
                                + String.join(", ", new TreeSet<>(context.keyNames())));
            }
            prefixes.put(name, prefix == null ? "" : prefix);
        });
        return prefixes;
    }

    private Map<String, AttributePolicy> types(Node node, Set<String> keyed) {
        Set<String> keys = new HashSet<>(context.keyNames());
        keys.addAll(keyed);
        Map<String, AttributePolicy> types = new HashMap<>();
        Map<String, Nodes.Entry> entries =
                nodes.mapping(node, "attributes is a mapping of names of top-level attributes to types");
        if (entries.isEmpty()) {
            problems.add(node, "no attribute is named; drop the rule, or name some");
        } else if (entries.size() > KeyRule.MOST_NAMED) {
            problems.add(node, "a rule names at most " + KeyRule.MOST_NAMED + " attributes, not " + entries.size());
            return types;
        }
        entries.forEach((name, entry) -> {
            requireAttribute(entry.key(), name, keys);
            AttributePolicy type = type(name, entry.value());
            if (type != null) {
                types.put(name, type);
            }
        });
        return types;
    }

    private void requireAttribute(Node node, String name, Set<String> keys) {
        if (name.equals(context.clockName())) {
            problems.add(node, "'" + name + "' is reserved for the clock; no type can be given to it");
        } else if (keys.contains(name)) {
            problems.add(node, "'" + name + "' is a key attribute, which never changes; drop it");
        } else if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES) {
            problems.add(node, "an attribute's name has 1 to " + NAME_BYTES + " bytes");
        }
    }

    private @Nullable AttributePolicy type(String name, Node node) {
        String known = String.join(", ", DataTypes.all().keySet()) + " or custom:NAME";
        String word = nodes.text(node, "the type of " + name + " is one of " + known);
        if (word == null) {
            return null;
        } else if (word.startsWith(DataTypes.CUSTOM)) {
            return custom(word.substring(DataTypes.CUSTOM.length()), node);
        }
        AttributePolicy type = DataTypes.all().get(word);
        if (type == null) {
            problems.add(node, "unknown type '" + word + "' of " + name + "; there are " + known);
        }
        return type;
    }

    private @Nullable AttributePolicy custom(String resolver, Node node) {
        if (!RESOLVER.matcher(resolver).matches()) {
            problems.add(node, "a resolver's name has 1 to 60 of a-z 0-9 -, not '" + resolver + "'");
            return null;
        }
        Set<String> there =
                context.resolvers().stream().map(ConflictResolver::name).collect(Collectors.toCollection(TreeSet::new));
        if (!there.contains(resolver)) {
            problems.add(
                    node,
                    "no resolver '" + resolver + "' on the class path, which has "
                            + (there.isEmpty() ? "none" : String.join(", ", there))
                            + "; give its jar, with a META-INF/services/" + ConflictResolver.class.getName());
            return null;
        }
        return DataTypes.custom(resolver);
    }
}
