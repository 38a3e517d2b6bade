package dev.rejoin.aws.seal;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsAsyncClient;

/** Opens what {@link KmsSeal} sealed, asking KMS once for each data key. Thread-safe. */
public final class KmsOpener {
    private static final int MOST_KEYS = 1_000;

    private final KmsAsyncClient kms;
    private final Map<String, String> context;
    private final Map<ByteBuffer, CompletableFuture<SecretKey>> keys = new ConcurrentHashMap<>();

    /** @param purpose what it was sealed for: the table */
    public KmsOpener(KmsAsyncClient kms, String purpose) {
        this.kms = kms;
        this.context = KmsSeal.context(purpose);
    }

    /**
     * Opens bytes; fails with a {@link SealException} if they are not what was sealed for that place, or as KMS does.
     *
     * @param place where they were kept
     */
    public CompletableFuture<byte[]> open(byte[] sealed, String place) {
        Envelope envelope;
        try {
            envelope = Envelope.read(sealed);
        } catch (SealException e) {
            return CompletableFuture.failedFuture(e);
        }
        return key(envelope.wrappedKey()).thenApply(key -> envelope.open(key, place));
    }

    private CompletableFuture<SecretKey> key(byte[] wrapped) {
        ByteBuffer name = ByteBuffer.wrap(wrapped);
        if (keys.size() >= MOST_KEYS) {
            keys.clear();
        }
        CompletableFuture<SecretKey> key = keys.computeIfAbsent(name, any -> unwrapped(wrapped));
        return key.whenComplete((done, error) -> {
            if (error != null) {
                keys.remove(name, key);
            }
        });
    }

    private CompletableFuture<SecretKey> unwrapped(byte[] wrapped) {
        return kms.decrypt(decrypt ->
                        decrypt.ciphertextBlob(SdkBytes.fromByteArray(wrapped)).encryptionContext(context))
                .thenApply(answer -> new SecretKeySpec(answer.plaintext().asByteArrayUnsafe(), "AES"));
    }
}
