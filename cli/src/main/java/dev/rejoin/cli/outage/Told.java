package dev.rejoin.cli.outage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.rejoin.cli.operate.TableOptions;
import java.util.Map;

/** How a command tells its result: a line for a person, or one JSON document. */
final class Told {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private Told() {}

    static String json(Object tree) {
        try {
            return JSON.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static void result(TableOptions options, String line, Map<String, Object> json) {
        System.out.println(options.isJson() ? json(json) : line);
    }
}
