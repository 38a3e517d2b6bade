package dev.rejoin.replica;

import dev.rejoin.item.ItemKey;
import dev.rejoin.version.SequenceNumber;
import java.util.List;

/**
 * What became of a batch of stream records.
 *
 * @param failures the records that must come again; a record after a failed one of the same key is among them
 */
public record BatchResult(List<Failure> failures) {
    /**
     * A record that was not handled.
     *
     * @param reason why, in words that hold no item contents
     */
    public record Failure(SequenceNumber sequence, ItemKey key, String reason) {}
}
