package dev.rejoin.aws.hint;

import dev.rejoin.aws.config.TableRole;
import dev.rejoin.aws.wire.Json;
import dev.rejoin.aws.wire.JsonValues;
import dev.rejoin.aws.wire.WireException;
import dev.rejoin.clock.Actor;
import dev.rejoin.item.ItemKey;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A hint as a message: that a peer is owed a key.
 *
 * @param table of which table
 */
public record HintMessage(Actor peer, TableRole table, ItemKey key) {
    private static final int FORMAT = 1;

    /** The message's body. */
    public String body() {
        byte[] json = Json.write(out -> {
            out.writeStartObject();
            out.writeNumberField("rejoin", FORMAT);
            out.writeStringField("peer", peer.name());
            out.writeStringField("table", table.wireName());
            out.writeFieldName("key");
            JsonValues.write(out, key.attributes().asMap());
            out.writeEndObject();
        });
        return new String(json, StandardCharsets.UTF_8);
    }

    /**
     * Reads a message's body.
     *
     * @throws WireException if it is none that this release reads
     */
    public static HintMessage parse(String body) {
        Map<String, Object> hint = Json.readObject(body.getBytes(StandardCharsets.UTF_8));
        if (Json.number(hint, "rejoin") != FORMAT) {
            throw WireException.malformed("no hint of a format that this release reads");
        }
        TableRole table = TableRole.ofWireName(Json.text(hint, "table"))
                .orElseThrow(() -> WireException.malformed("no table of that role"));
        try {
            return new HintMessage(
                    new Actor(Json.text(hint, "peer")), table, ItemKey.of(JsonValues.read(Json.field(hint, "key"))));
        } catch (IllegalArgumentException e) {
            throw WireException.malformed("no region, or no key");
        }
    }
}
