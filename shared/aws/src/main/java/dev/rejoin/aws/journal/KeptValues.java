package dev.rejoin.aws.journal;

import dev.rejoin.aws.seal.KmsSeal;
import dev.rejoin.aws.wire.ValueBytes;
import dev.rejoin.item.Value;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** In what form a journal keeps values: as they are, as their hash, or sealed. */
@FunctionalInterface
public interface KeptValues {
    /** Values as they are. */
    KeptValues FULL = (side, value, place) ->
            CompletableFuture.completedFuture(Map.entry(side.attribute(JournalRow.VALUE), value));

    /** Only what tells whether somebody's value is the one: see {@link ValueHash}. */
    KeptValues HASH = (side, value, place) -> CompletableFuture.completedFuture(
            Map.entry(side.attribute(JournalRow.HASH), new Value.S(ValueHash.of(value))));

    /** Values that only who may decrypt with the owner's key can read. */
    static KeptValues sealed(KmsSeal seal) {
        return (side, value, place) -> seal.seal(ValueBytes.write(Map.of(JournalRow.VALUE, value)), side.place(place))
                .thenApply(bytes -> Map.entry(side.attribute(JournalRow.SEALED), new Value.B(bytes)));
    }

    /** Whose value of the two. */
    enum Side {
        LOSER("loser"),
        WINNER("winner");

        private final String prefix;

        Side(String prefix) {
            this.prefix = prefix;
        }

        /** The name of the row's attribute that says this of this side. */
        String attribute(String what) {
            return prefix + what;
        }

        /** Where in the table it is: a sealed value that is moved elsewhere does not open. */
        String place(String row) {
            return row + "/" + prefix;
        }
    }

    /**
     * The row's attribute that keeps a value.
     *
     * @param place the row
     */
    CompletableFuture<Map.Entry<String, Value>> keep(Side side, Value value, String place);
}
