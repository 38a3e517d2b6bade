package dev.rejoin.cli.chaos.writer;

import java.util.List;
import java.util.Map;

/**
 * One plain write.
 *
 * @param values registers that it sets; of a put, all of them
 * @param additions what it adds to counters; updates only
 * @param removals registers that it removes; updates only
 */
record Plain(Kind kind, String id, Map<String, String> values, Map<String, Long> additions, List<String> removals) {
    enum Kind {
        PUT,
        UPDATE,
        DELETE
    }

    static Plain put(String id, Map<String, String> values) {
        return new Plain(Kind.PUT, id, values, Map.of(), List.of());
    }

    static Plain update(String id, Map<String, String> values, Map<String, Long> additions, List<String> removals) {
        return new Plain(Kind.UPDATE, id, values, additions, removals);
    }

    static Plain delete(String id) {
        return new Plain(Kind.DELETE, id, Map.of(), Map.of(), List.of());
    }
}
