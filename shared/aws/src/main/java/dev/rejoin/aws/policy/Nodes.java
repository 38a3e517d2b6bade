package dev.rejoin.aws.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads parts of a YAML document, and says where one is of the wrong kind. */
final class Nodes {
    private final Problems problems;

    Nodes(Problems problems) {
        this.problems = problems;
    }

    /** A key of a mapping, with what it is mapped to. */
    record Entry(Node key, Node value) {}

    /** A mapping by its keys; empty, and said so, if it is none. */
    Map<String, Entry> mapping(Node node, String what) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            problems.add(node, what);
            return entries;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(tuple.getKeyNode(), "a key is a word, not a list or a mapping");
            } else if (entries.putIfAbsent(key.getValue(), new Entry(key, tuple.getValueNode())) != null) {
                problems.add(key, "'" + key.getValue() + "' is there twice");
            }
        }
        return entries;
    }

    /** A list's elements; empty, and said so, if it is none. */
    List<Node> list(Node node, String what) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        problems.add(node, what);
        return List.of();
    }

    /** A word or text; null, and said so, if it is none. */
    @Nullable
    String text(Node node, String what) {
        if (node instanceof ScalarNode scalar && Tag.STR.equals(scalar.getTag())) {
            return scalar.getValue();
        }
        problems.add(node, what);
        return null;
    }

    /** Says which keys nobody knows. */
    void onlyKnown(Map<String, Entry> entries, List<String> known, String where) {
        entries.forEach((key, entry) -> {
            if (!known.contains(key)) {
                problems.add(
                        entry.key(),
                        "unknown word '" + key + "' in " + where + "; there are " + String.join(", ", known));
            }
        });
    }
}
