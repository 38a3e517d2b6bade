package dev.rejoin.functions.verify;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.rejoin.aws.wire.Json;
import dev.rejoin.aws.wire.JsonValues;
import dev.rejoin.item.ItemKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Keys, and numbers that belong to them, as fields of JSON. */
final class Keys {
    private static final String KEYS = "keys";

    private Keys() {}

    static void write(JsonGenerator out, Collection<ItemKey> keys) throws IOException {
        out.writeArrayFieldStart(KEYS);
        for (ItemKey key : keys) {
            JsonValues.write(out, key.attributes().asMap());
        }
        out.writeEndArray();
    }

    static List<ItemKey> read(Map<String, Object> object) {
        List<ItemKey> keys = new ArrayList<>();
        Json.list(object, KEYS).forEach(key -> keys.add(ItemKey.of(JsonValues.read(key))));
        return keys;
    }

    static String packed(List<Long> numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.size() * Long.BYTES);
        numbers.forEach(bytes::putLong);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** @throws IllegalStateException if they are not so many */
    static List<Long> unpacked(String text, int count) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
        if (bytes.remaining() != count * Long.BYTES) {
            throw new IllegalStateException(bytes.remaining() + " bytes for " + count + " numbers");
        }
        List<Long> numbers = new ArrayList<>();
        while (bytes.hasRemaining()) {
            numbers.add(bytes.getLong());
        }
        return numbers;
    }
}
