package dev.rejoin.verify;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.Fingerprint;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.policy.ItemPolicy;
import dev.rejoin.policy.MergePolicy;
import dev.rejoin.policy.PnCounter;
import dev.rejoin.version.Version;
import java.util.Map;

/** A 64-bit digest of an item as applications see it: its key and its attributes, without the reserved one. */
public final class ItemDigest {
    private static final long FACTOR = 0xFF51_AFD7_ED55_8CCDL;
    private static final long OTHER_FACTOR = 0xC4CE_B9FE_1A85_EC53L;

    private ItemDigest() {}

    /**
     * The same for items that are equal by DynamoDB's equality; a counter at 0 is as good as none. Key and contents are bound
     * together, so that contents that stand under each other's keys do not make the same sum.
     *
     * @param policy says which attributes count
     */
    public static long of(ItemKey key, Attributes shown, MergePolicy policy) {
        long content = 0;
        for (Map.Entry<String, Value> entry : shown.asMap().entrySet()) {
            if (!isZeroCounter(entry.getKey(), entry.getValue(), policy.at(key))) {
                content += Fingerprint.of(entry.getKey(), entry.getValue());
            }
        }
        return mix(mix(Fingerprint.of(key.attributes())) ^ content);
    }

    private static boolean isZeroCounter(String name, Value value, ItemPolicy policy) {
        return value instanceof Value.N && Version.number(value).signum() == 0 && policy.of(name) instanceof PnCounter;
    }

    /** MurmurHash3's finalizer: digests are summed, so each bit of the input must reach each bit of the output. */
    private static long mix(long x) {
        long mixed = (x ^ (x >>> 33)) * FACTOR;
        mixed = (mixed ^ (mixed >>> 33)) * OTHER_FACTOR;
        return mixed ^ (mixed >>> 33);
    }
}
