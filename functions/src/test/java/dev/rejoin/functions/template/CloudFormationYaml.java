package dev.rejoin.functions.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads YAML as CloudFormation does: {@code !Sub x} is {@code {"Fn::Sub": x}}, and all scalars are text. JSON is YAML too.
 */
final class CloudFormationYaml {
    private static final String LOCAL = "!";

    private CloudFormationYaml() {}

    static Object read(Path file) {
        try {
            return read(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Object read(String text) {
        LoadSettings settings =
                LoadSettings.builder().setAllowDuplicateKeys(false).build();
        return value(new Compose(settings).composeString(text).orElseThrow());
    }

    private static Object value(Node node) {
        String tag = node.getTag().getValue();
        if (!tag.startsWith(LOCAL)) {
            return plain(node);
        }
        Map<String, Object> function = new LinkedHashMap<>();
        String name = tag.substring(LOCAL.length());
        Object argument = plain(node);
        if (name.equals("GetAtt") && argument instanceof String text) {
            argument = List.of(text.split("\\.", 2));
        }
        function.put(name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name, argument);
        return function;
    }

    private static Object plain(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        } else if (node instanceof SequenceNode sequence) {
            List<Object> list = new ArrayList<>();
            sequence.getValue().forEach(element -> list.add(value(element)));
            return list;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        ((MappingNode) node).getValue().forEach(entry -> {
            Object before = map.put(((ScalarNode) entry.getKeyNode()).getValue(), value(entry.getValueNode()));
            if (before != null) {
                throw new IllegalArgumentException("a key twice: " + entry.getKeyNode());
            }
        });
        return map;
    }
}
