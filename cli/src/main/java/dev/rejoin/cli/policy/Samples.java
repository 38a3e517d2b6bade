package dev.rejoin.cli.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rejoin.aws.wire.Json;
import dev.rejoin.aws.wire.JsonValues;
import dev.rejoin.aws.wire.WireException;
import dev.rejoin.item.Value;
import dev.rejoin.policy.KeyRule;
import dev.rejoin.policy.MergePolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Items to try a policy with, in DynamoDB's JSON: one after the other, in an array, or as {@code aws dynamodb scan} prints them.
 */
final class Samples {
    /** None. */
    static final Samples NONE = new Samples(List.of());

    /** More of one attribute make a check no better, only slower. */
    private static final int MOST_VALUES = 200;

    private static final int MOST_ITEMS = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Map<String, Value>> items;

    private Samples(List<Map<String, Value>> items) {
        this.items = items;
    }

    /** @throws IllegalArgumentException if it cannot be read or holds something else, saying where */
    static Samples read(Path file) {
        List<Map<String, Value>> items = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                JSON.readerFor(JsonNode.class).readValues(file.toFile())) {
            while (documents.hasNextValue() && items.size() < MOST_ITEMS) {
                JsonNode document = documents.nextValue();
                JsonNode list = document.has("Items") ? document.get("Items") : document;
                if (list.isArray()) {
                    for (JsonNode item : list) {
                        items.add(item(item, items.size() + 1, file));
                    }
                } else {
                    items.add(item(list, items.size() + 1, file));
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("--samples: cannot read " + file + ": " + PolicyText.reason(file, e), e);
        }
        return new Samples(items);
    }

    private static Map<String, Value> item(JsonNode item, int number, Path file) {
        try {
            return JsonValues.read(Json.readObject(item.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (WireException e) {
            throw new IllegalArgumentException(
                    "--samples: item " + number + " of " + file + " is not like {\"pk\": {\"S\": \"order#1\"}}: "
                            + e.getMessage(),
                    e);
        }
    }

    /** The values of an attribute in the items to which that rule of the policy applies, each once. */
    List<Value> of(MergePolicy policy, KeyRule rule, String attribute) {
        Set<Value> values = new LinkedHashSet<>();
        for (Map<String, Value> item : items) {
            Value value = item.get(attribute);
            if (value != null && values.size() < MOST_VALUES && applies(policy, rule, item)) {
                values.add(value);
            }
        }
        return List.copyOf(values);
    }

    /** The first rule that fits counts. */
    private static boolean applies(MergePolicy policy, KeyRule rule, Map<String, Value> item) {
        return policy.rules().stream()
                .filter(each -> each.prefixes().entrySet().stream()
                        .allMatch(prefix -> item.get(prefix.getKey()) instanceof Value.S text
                                && text.text().startsWith(prefix.getValue())))
                .findFirst()
                .filter(rule::equals)
                .isPresent();
    }
}
