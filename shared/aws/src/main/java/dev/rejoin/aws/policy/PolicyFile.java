package dev.rejoin.aws.policy;

import dev.rejoin.policy.ConflictResolver;
import dev.rejoin.policy.Deletes;
import dev.rejoin.policy.KeyRule;
import dev.rejoin.policy.MergePolicy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A merge policy as its owner writes it, in YAML or JSON, which is YAML too. {@code docs/policy.schema.json} describes it for editors;
 * what is read here is what counts.
 */
public final class PolicyFile {
    /** The format that this release reads and writes. */
    public static final int FORMAT = 1;

    /** The longest file, in bytes of UTF-8: it has to fit into an item. */
    public static final int MOST_BYTES = 64 * 1024;

    /** The most rules: each item asks them one after the other. */
    public static final int MOST_RULES = 100;

    private static final String DELETES = "deletes";
    private static final String RULES = "rules";

    private final Problems problems = new Problems();
    private final Nodes nodes = new Nodes(problems);
    private final PolicyContext context;

    private PolicyFile(PolicyContext context) {
        this.context = context;
    }

    /**
     * What a file says.
     *
     * @throws PolicyException naming everything that is wrong
     */
    public static MergePolicy parse(String text, PolicyContext context) {
        PolicyFile file = new PolicyFile(context);
        MergePolicy policy = file.compose(text).map(file::policy).orElse(MergePolicy.REGISTERS);
        if (!file.problems.isEmpty()) {
            throw file.problems.exception();
        }
        return policy;
    }

    /**
     * What a file says of deletes, whatever its rules are and need.
     *
     * @throws PolicyException if that cannot be told
     */
    public static Deletes deletes(String text) {
        PolicyFile file = new PolicyFile(PolicyContext.ofAnyTable(List.of()));
        Deletes deletes = file.compose(text)
                .map(root -> file.deletesOf(file.entries(root)))
                .orElse(Deletes.NEWEST_WINS);
        if (!file.problems.isEmpty()) {
            throw file.problems.exception();
        }
        return deletes;
    }

    private Optional<Node> compose(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            problems.add(Optional.empty(), "a policy has at most " + MOST_BYTES + " bytes");
            return Optional.empty();
        }
        try {
            Optional<Node> root =
                    new Compose(LoadSettings.builder().setLabel("policy").build()).composeString(text);
            if (root.isEmpty()) {
                problems.add(Optional.empty(), "there is nothing in it; the least is 'deletes: newest'");
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            problems.add(e.getProblemMark(), "not YAML or JSON: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(Optional.empty(), "not YAML or JSON: " + e.getMessage());
        }
        return Optional.empty();
    }

    private MergePolicy policy(Node root) {
        requireOneOfEachName();
        Map<String, Nodes.Entry> entries = entries(root);
        Deletes chosen = deletesOf(entries);
        Nodes.Entry rules = entries.get(RULES);
        List<KeyRule> read = rules == null ? List.of() : rules(rules.value());
        return new MergePolicy(read, chosen, problems.isEmpty() ? context.resolvers() : List.of());
    }

    private Map<String, Nodes.Entry> entries(Node root) {
        Map<String, Nodes.Entry> entries = nodes.mapping(root, "a policy is a mapping of " + DELETES + " and " + RULES);
        nodes.onlyKnown(entries, List.of(DELETES, RULES), "a policy");
        return entries;
    }

    private Deletes deletesOf(Map<String, Nodes.Entry> entries) {
        Nodes.Entry deletes = entries.get(DELETES);
        return deletes == null ? Deletes.NEWEST_WINS : deletes(deletes.value());
    }

    private void requireOneOfEachName() {
        Set<String> names = new HashSet<>();
        for (ConflictResolver resolver : context.resolvers()) {
            if (!names.add(resolver.name())) {
                problems.add(Optional.empty(), "two resolvers on the class path are called '" + resolver.name() + "'");
            }
        }
    }

    private Deletes deletes(Node node) {
        List<String> words = Arrays.stream(Deletes.values()).map(Deletes::word).toList();
        String known = "deletes is " + String.join(", ", words.subList(0, words.size() - 1)) + " or "
                + words.get(words.size() - 1);
        String word = nodes.text(node, known);
        for (Deletes deletes : Deletes.values()) {
            if (deletes.word().equals(word)) {
                return deletes;
            }
        }
        if (word != null) {
            problems.add(node, "unknown word '" + word + "'; " + known);
        }
        return Deletes.NEWEST_WINS;
    }

    private List<KeyRule> rules(Node node) {
        List<Node> found = nodes.list(node, "rules is a list");
        if (found.size() > MOST_RULES) {
            problems.add(node, "a policy has at most " + MOST_RULES + " rules, not " + found.size());
            return List.of();
        }
        RuleReader reader = new RuleReader(nodes, problems, context);
        List<KeyRule> rules = new ArrayList<>();
        for (Node rule : found) {
            KeyRule read = reader.read(rule);
            refuseIfNeverAsked(rule, read, rules);
            rules.add(read);
        }
        return rules;
    }

    private void refuseIfNeverAsked(Node node, KeyRule rule, List<KeyRule> before) {
        for (int i = 0; i < before.size(); i++) {
            if (covers(before.get(i), rule)) {
                problems.add(
                        node,
                        "rule " + (before.size() + 1) + " can never fit: rule " + (i + 1)
                                + " fits all that it fits, and the first counts; put the narrower one first");
                return;
            }
        }
    }

    /** Whether every key that fits the narrow one fits the wide one. */
    private static boolean covers(KeyRule wide, KeyRule narrow) {
        return wide.prefixes().entrySet().stream().allMatch(prefix -> {
            @Nullable String other = narrow.prefixes().get(prefix.getKey());
            return other != null && other.startsWith(prefix.getValue());
        });
    }
}
