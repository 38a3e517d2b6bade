package dev.rejoin.aws.wire;

import dev.rejoin.item.Value;
import java.util.Arrays;
import java.util.Map;

/** Named values as compressed bytes, to be kept: a format byte, then gzip of DynamoDB's JSON. */
public final class ValueBytes {
    private static final byte FORMAT = 1;

    /** An item of 400 KB in JSON: bytes as base64, each element of a list in an object of its own. */
    private static final int MOST = 16 << 20;

    private ValueBytes() {}

    public static byte[] write(Map<String, Value> values) {
        byte[] deflated = Gzip.deflate(Json.write(out -> JsonValues.write(out, values)));
        byte[] bytes = new byte[deflated.length + 1];
        bytes[0] = FORMAT;
        System.arraycopy(deflated, 0, bytes, 1, deflated.length);
        return bytes;
    }

    /**
     * Reads them again.
     *
     * @throws WireException unless {@link #write} wrote them
     */
    public static Map<String, Value> read(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != FORMAT) {
            throw new WireException(
                    Refusal.UNKNOWN_FORMAT,
                    "values in a format that this release does not know: read them with a newer one");
        }
        return JsonValues.read(Json.readObject(Gzip.inflate(Arrays.copyOfRange(bytes, 1, bytes.length), MOST)));
    }
}
