package dev.rejoin.cli.tombstones;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.cli.operate.TimeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What held tombstones back in a run, and since when nothing did.
 *
 * @param at when the run ended, in milliseconds since 1970
 * @param heldBy in words; empty if the run was complete
 * @param before when the newest complete run before it ended; empty if none did, or no control table tells
 */
record Ending(long at, List<String> heldBy, OptionalLong before) {
    Ending {
        heldBy = List.copyOf(heldBy);
    }

    void add(ObjectNode node) {
        heldBy.forEach(node.withArray("heldBy")::add);
        before.ifPresent(millis -> node.put("completeBefore", TimeText.of(millis)));
    }

    /**
     * For a person; nothing of a run that was complete.
     *
     * @param told what was said already, null if nothing was
     */
    List<String> text(@Nullable String told) {
        List<String> lines = new ArrayList<>();
        heldBy.stream().filter(why -> !why.equals(told)).forEach(why -> lines.add("held back: " + why));
        if (!heldBy.isEmpty()) {
            lines.add(
                    before.isEmpty()
                            ? "no run was complete yet"
                            : "the last complete run ended " + TimeText.of(before.getAsLong()) + ", "
                                    + Duration.ofMillis(Math.max(0, at - before.getAsLong()))
                                            .toDays() + " days ago");
        }
        return lines;
    }
}
