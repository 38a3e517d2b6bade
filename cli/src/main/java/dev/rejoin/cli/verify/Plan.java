package dev.rejoin.cli.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.item.ItemKey;
import dev.rejoin.verify.Finding;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The keys that a repair shall put right, in a file of one JSON document a line: the table, then key by key. */
final class Plan {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FORMAT = 1;

    private Plan() {}

    /** Writes what was found. */
    static void write(Path file, String table, List<Finding> findings) throws IOException {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
            out.println(JSON.createObjectNode().put("rejoinPlan", FORMAT).put("table", table));
            findings.forEach(finding -> out.println(line(finding)));
            if (out.checkError()) {
                throw new IOException("no room for " + file);
            }
        }
    }

    static ObjectNode line(Finding finding) {
        ObjectNode node = JSON.createObjectNode();
        node.set("key", KeyJson.of(finding.key()));
        node.put("kind", finding.kind().name().toLowerCase(Locale.ROOT));
        finding.present().stream()
                .sorted()
                .forEach(region -> node.withArray("present").add(region.name()));
        return node;
    }

    /**
     * Reads the keys.
     *
     * @throws IllegalArgumentException if it is no plan for this table, naming the line
     */
    static List<ItemKey> read(Path file, String table) throws IOException {
        List<ItemKey> keys = new ArrayList<>();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            JsonNode header = parsed(file, 1, in.readLine());
            if (header.path("rejoinPlan").asInt() != FORMAT) {
                throw new IllegalArgumentException(file + " is no plan of this release");
            } else if (!header.path("table").asText().equals(table)) {
                throw new IllegalArgumentException(
                        file + " is a plan for table " + header.path("table").asText() + ", not " + table);
            }
            String line = in.readLine();
            for (int number = 2; line != null; number++, line = in.readLine()) {
                keys.add(key(file, number, parsed(file, number, line)));
            }
        }
        return keys;
    }

    private static JsonNode parsed(Path file, int number, @Nullable String line) {
        try {
            return JSON.readTree(line == null ? "" : line);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ", line " + number + ": no JSON", e);
        }
    }

    private static ItemKey key(Path file, int number, JsonNode line) {
        try {
            return KeyJson.key(line.path("key"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ", line " + number + ": " + e.getMessage(), e);
        }
    }
}
