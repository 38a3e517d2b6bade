package dev.rejoin.replica;

import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import java.util.List;

/** What an applier shall do next, decided from what it read. */
sealed interface Decision {
    /** Values that met, to be journalled before anything is written. */
    List<Conflict> conflicts();

    /** Nothing to write. */
    record Finish(Outcome outcome, List<Conflict> conflicts) implements Decision {}

    /** One write to the item; {@code outcome} once it is done. */
    record Write(ItemWrite write, Outcome outcome, List<Conflict> conflicts) implements Decision {}

    /** One write to the item that is a part of what has to be done: then read and decide again. */
    record Slice(ItemWrite write, List<Conflict> conflicts) implements Decision {}

    /** One write to the shadow row of an item that is absent. */
    record Tombstone(ShadowRow row, Outcome outcome, List<Conflict> conflicts) implements Decision {}

    /** The item goes, before another comes in its place: then read and decide again. */
    record Clear(Version dead, List<Conflict> conflicts) implements Decision {}

    /** The item goes: two writes, see {@link Kill}. */
    record Delete(Version dead, Outcome outcome, List<Conflict> conflicts) implements Decision {}
}
