package dev.rejoin.aws.journal;

import dev.rejoin.aws.journal.KeptValues.Side;
import dev.rejoin.aws.journal.KnownValue.Nothing;
import dev.rejoin.aws.seal.KmsOpener;
import dev.rejoin.aws.wire.ValueBytes;
import dev.rejoin.item.Value;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Opens sealed values of a journal. */
public final class SealedValues {
    private final KmsOpener opener;

    public SealedValues(KmsOpener opener) {
        this.opener = opener;
    }

    /** The entry with its values opened; fails as KMS does, or if a value is damaged. */
    public CompletableFuture<JournalEntry> open(JournalEntry entry) {
        String place = entry.key().hash() + "/" + entry.row();
        return open(entry.loser().value(), Side.LOSER, place)
                .thenCombine(open(entry.winner().value(), Side.WINNER, place), entry::with);
    }

    private CompletableFuture<KnownValue> open(KnownValue value, Side side, String place) {
        if (!(value instanceof KnownValue.Sealed sealed)) {
            return CompletableFuture.completedFuture(value);
        }
        return opener.open(sealed.bytes().bytes(), side.place(place)).thenApply(SealedValues::shown);
    }

    private static KnownValue shown(byte[] bytes) {
        Map<String, Value> values = ValueBytes.read(bytes);
        Value value = values.get(JournalRow.VALUE);
        return value == null ? Nothing.UNKNOWN : new KnownValue.Shown(value);
    }
}
