package dev.rejoin.aws.seal;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsAsyncClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KmsException;

/** A key service with one key. It gives a data key back only under the context that it was made with. */
public final class FakeKms implements KmsAsyncClient {
    public static final String KEY = "arn:aws:kms:eu-west-1:111122223333:key/0b0c";

    public int generated;
    public int decrypted;
    public @Nullable String trouble;
    private final Map<String, byte[]> keys = new HashMap<>();
    private final Map<String, Map<String, String>> contexts = new HashMap<>();
    private final SecureRandom random = new SecureRandom();

    @Override
    public CompletableFuture<GenerateDataKeyResponse> generateDataKey(GenerateDataKeyRequest request) {
        if (trouble != null || !KEY.equals(request.keyId()) || request.keySpec() != DataKeySpec.AES_256) {
            return CompletableFuture.failedFuture(
                    KmsException.builder().message(String.valueOf(trouble)).build());
        }
        String name = "wrapped " + ++generated;
        byte[] key = new byte[32];
        random.nextBytes(key);
        keys.put(name, key);
        contexts.put(name, request.encryptionContext());
        return CompletableFuture.completedFuture(GenerateDataKeyResponse.builder()
                .plaintext(SdkBytes.fromByteArray(key))
                .ciphertextBlob(SdkBytes.fromUtf8String(name))
                .build());
    }

    @Override
    public CompletableFuture<DecryptResponse> decrypt(DecryptRequest request) {
        decrypted++;
        String name = request.ciphertextBlob().asString(StandardCharsets.UTF_8);
        if (trouble != null || !request.encryptionContext().equals(contexts.get(name))) {
            return CompletableFuture.failedFuture(
                    InvalidCiphertextException.builder().message(trouble).build());
        }
        return CompletableFuture.completedFuture(DecryptResponse.builder()
                .plaintext(SdkBytes.fromByteArray(keys.get(name)))
                .build());
    }

    @Override
    public String serviceName() {
        return "kms";
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
