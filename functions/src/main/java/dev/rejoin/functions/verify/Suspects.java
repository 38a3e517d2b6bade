package dev.rejoin.functions.verify;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.rejoin.aws.wire.Json;
import dev.rejoin.aws.wire.JsonValues;
import dev.rejoin.item.ItemKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A batch of keys that were not the same everywhere, and what was seen of each at the last look.
 *
 * @param all in the order of keys
 */
record Suspects(List<Suspect> all) {
    /**
     * One key.
     *
     * @param seen the digest in each region, 0 where the item is not; empty before the first look
     * @param moving whether it looked otherwise before: it is being written, or on its way
     */
    record Suspect(ItemKey key, List<Long> seen, boolean moving) {
        /** Whether the regions are equal now, by the digests of each. */
        private static boolean areEqual(List<Long> now) {
            return now.stream().distinct().count() <= 1;
        }
    }

    static Suspects of(List<ItemKey> keys) {
        return new Suspects(
                keys.stream().map(key -> new Suspect(key, List.of(), true)).toList());
    }

    List<ItemKey> keys() {
        return all.stream().map(Suspect::key).toList();
    }

    long moving() {
        return all.stream().filter(Suspect::moving).count();
    }

    /**
     * Those that still differ.
     *
     * @param digests of each region, in the order of {@link #keys}
     */
    Suspects after(List<List<Long>> digests) {
        List<Suspect> left = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            int at = i;
            List<Long> now = digests.stream().map(region -> region.get(at)).toList();
            if (!Suspect.areEqual(now)) {
                left.add(new Suspect(all.get(i).key, now, !now.equals(all.get(i).seen)));
            }
        }
        return new Suspects(left);
    }

    byte[] toJson() {
        return Json.write(out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("suspects");
            for (Suspect suspect : all) {
                write(out, suspect);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static void write(JsonGenerator out, Suspect suspect) throws IOException {
        out.writeStartObject();
        out.writeFieldName("key");
        JsonValues.write(out, suspect.key.attributes().asMap());
        out.writeArrayFieldStart("seen");
        for (long digest : suspect.seen) {
            out.writeNumber(digest);
        }
        out.writeEndArray();
        out.writeBooleanField("moving", suspect.moving);
        out.writeEndObject();
    }

    static Suspects ofJson(byte[] json) {
        List<Suspect> all = new ArrayList<>();
        for (Object tree : Json.list(Json.readObject(json), "suspects")) {
            Map<String, Object> suspect = Json.object(tree);
            all.add(new Suspect(
                    ItemKey.of(JsonValues.read(Json.field(suspect, "key"))),
                    Json.list(suspect, "seen").stream().map(Long.class::cast).toList(),
                    Json.field(suspect, "moving").equals(true)));
        }
        return new Suspects(all);
    }
}
