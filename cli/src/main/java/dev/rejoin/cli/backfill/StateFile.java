package dev.rejoin.cli.backfill;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.backfill.BackfillState.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Keeps how far a backfill is, so that one that was broken off goes on from there. Replaced as a whole, never half written. */
final class StateFile {
    private static final int FORMAT = 1;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Path path;
    private final String of;

    /** @param of what is backfilled to whom, in words: a file that tells of something else is refused */
    StateFile(Path path, String of) {
        this.path = path;
        this.of = of;
    }

    Path path() {
        return path;
    }

    /**
     * Where to go on; empty if nothing was kept.
     *
     * @throws UnavailableException if there is a file that does not fit
     */
    Optional<BackfillState> read() {
        try {
            JsonNode node = MAPPER.readTree(Files.readString(path));
            if (node.path("format").asInt() != FORMAT
                    || !node.path("of").asText().equals(of)) {
                throw new UnavailableException(path + " does not tell of '" + of + "' but of '"
                        + node.path("of").asText() + "'. Give another --state, or --restart");
            }
            Map<String, AttributeValue> after = new HashMap<>();
            node.path("after").properties().forEach(field -> after.put(field.getKey(), value(field.getValue())));
            return Optional.of(new BackfillState(
                    Part.valueOf(node.path("part").asText()),
                    after,
                    node.path("marked").asLong(),
                    node.path("known").asLong(),
                    node.path("tooLarge").asLong()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JacksonException | IllegalArgumentException e) {
            throw new UnavailableException(path + " cannot be read: " + e.getMessage() + ". Give --restart", e);
        } catch (IOException e) {
            throw new UnavailableException(path + " cannot be read: " + e, e);
        }
    }

    /** @throws UnavailableException if it cannot be kept */
    void write(BackfillState state) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("format", FORMAT).put("of", of).put("part", state.part().name());
        node.put("marked", state.marked()).put("known", state.known()).put("tooLarge", state.tooLarge());
        ObjectNode after = node.putObject("after");
        state.after().forEach((name, value) -> put(after.putObject(name), value));
        try {
            Path written = path.resolveSibling(path.getFileName() + ".new");
            Files.writeString(written, node.toPrettyString());
            Files.move(written, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UnavailableException(path + " cannot be written: " + e + ". Give another --state", e);
        }
    }

    /** Key attributes are texts, numbers or bytes. */
    private static void put(ObjectNode node, AttributeValue value) {
        switch (value.type()) {
            case S -> node.put("S", value.s());
            case N -> node.put("N", value.n());
            case B -> node.put("B", value.b().asByteArray());
            default -> throw new IllegalArgumentException("not a key's type: " + value.type());
        }
    }

    private static AttributeValue value(JsonNode node) {
        if (node.has("S")) {
            return AttributeValue.fromS(node.path("S").asText());
        } else if (node.has("N")) {
            return AttributeValue.fromN(node.path("N").asText());
        } else if (node.has("B")) {
            byte[] bytes = Base64.getDecoder().decode(node.path("B").asText());
            return AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
        }
        throw new IllegalArgumentException("not a key's value");
    }
}
