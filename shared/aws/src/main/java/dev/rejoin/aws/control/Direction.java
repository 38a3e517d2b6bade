package dev.rejoin.aws.control;

import dev.rejoin.clock.Actor;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The way from one region to another, as an operator and the sentinel have set it.
 *
 * @param paused who paused it, empty if it is not
 * @param repair since when it has to be repaired, empty if it has not
 * @param expelled that the other region has expelled this one, by its own word; empty if it has not
 */
public record Direction(Actor from, Actor to, Optional<Note> paused, Optional<Note> repair, Optional<Note> expelled) {
    static final String PAUSED = "paused";
    static final String EXPELLED = "expelled";
    static final String REPAIR = "repair";
    static final String AT = "At";
    static final String BY = "By";
    static final String WHY = "Why";

    /**
     * Something that was decided.
     *
     * @param at when, in milliseconds since 1970
     * @param who an operator's name, a region's, or {@code sentinel}
     * @param why in words
     */
    public record Note(long at, String who, String why) {}

    /** The key of its item. */
    static String key(Actor from, Actor to) {
        return prefix(from) + to;
    }

    /** What the keys of all ways out of a region begin with. */
    static String prefix(Actor from) {
        return "direction#" + from + "#";
    }

    /** Open, and with nothing to repair. */
    static Direction plain(Actor from, Actor to) {
        return new Direction(from, to, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Direction of(Actor from, Actor to, Map<String, AttributeValue> item) {
        return new Direction(from, to, note(item, PAUSED), note(item, REPAIR), note(item, EXPELLED));
    }

    private static Optional<Note> note(Map<String, AttributeValue> item, String what) {
        if (!Items.isTrue(item, what)) {
            return Optional.empty();
        }
        return Optional.of(new Note(
                Items.number(item, what + AT).orElse(0),
                Items.text(item, what + BY).orElse(""),
                Items.text(item, what + WHY).orElse("")));
    }
}
