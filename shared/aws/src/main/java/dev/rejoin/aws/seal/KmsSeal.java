package dev.rejoin.aws.seal;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsAsyncClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;

/**
 * Seals bytes under a key of KMS: a data key for an hour or a million values, whichever ends first, and AES-256-GCM with it. Only
 * who may use the KMS key to decrypt can open them, with {@link KmsOpener}. Thread-safe.
 */
public final class KmsSeal {
    private static final long LIFE_MILLIS = Duration.ofHours(1).toMillis();

    /** Far below the 2^32 random nonces after which two might be the same. */
    private static final int MOST_USES = 1 << 20;

    private final KmsAsyncClient kms;
    private final String keyArn;
    private final Map<String, String> context;
    private final LongSupplier millis;
    private final SecureRandom random = new SecureRandom();

    private @Nullable CompletableFuture<DataKey> current;
    private long since;
    private int uses;

    /**
     * Seals for one purpose.
     *
     * @param keyArn the owner's key
     * @param purpose the table; KMS opens data keys only for the purpose that they were made for, and its log names it
     * @param millis the time, in milliseconds
     */
    public KmsSeal(KmsAsyncClient kms, String keyArn, String purpose, LongSupplier millis) {
        this.kms = kms;
        this.keyArn = keyArn;
        this.context = context(purpose);
        this.millis = millis;
    }

    private record DataKey(SecretKey key, SdkBytes wrapped) {}

    static Map<String, String> context(String purpose) {
        return Map.of("rejoin", purpose);
    }

    /**
     * Seals bytes; fails if KMS does not give a key.
     *
     * @param place where they will be kept; they can be opened only as from there
     */
    public CompletableFuture<byte[]> seal(byte[] secret, String place) {
        return dataKey()
                .thenApply(data -> Envelope.seal(data.key, data.wrapped.asByteArrayUnsafe(), random, secret, place)
                        .bytes());
    }

    private synchronized CompletableFuture<DataKey> dataKey() {
        long now = millis.getAsLong();
        CompletableFuture<DataKey> key = current;
        boolean old = uses >= MOST_USES || Math.abs(now - since) > LIFE_MILLIS;
        if (key == null || key.isCompletedExceptionally() || old) {
            key = generated();
            current = key;
            since = now;
            uses = 0;
        }
        uses++;
        return key;
    }

    private CompletableFuture<DataKey> generated() {
        return kms.generateDataKey(generate ->
                        generate.keyId(keyArn).keySpec(DataKeySpec.AES_256).encryptionContext(context))
                .thenApply(answer -> new DataKey(
                        new SecretKeySpec(answer.plaintext().asByteArrayUnsafe(), "AES"), answer.ciphertextBlob()));
    }
}
