package dev.rejoin.aws.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * A secret and what opens it: a format byte, the data key as KMS encrypted it (its length in two bytes), 12 bytes of nonce, then
 * AES-GCM's cipher text with its tag of 16 bytes.
 */
final class Envelope {
    private static final byte FORMAT = 1;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final String ALGORITHM = "AES/GCM/NoPadding";

    private final byte[] wrappedKey;
    private final byte[] nonce;
    private final byte[] cipherText;

    private Envelope(byte[] wrappedKey, byte[] nonce, byte[] cipherText) {
        this.wrappedKey = wrappedKey;
        this.nonce = nonce;
        this.cipherText = cipherText;
    }

    /** The data key, encrypted. */
    byte[] wrappedKey() {
        return wrappedKey.clone();
    }

    /** Seals with a fresh nonce. The context is not kept, and must be the same to open it. */
    static Envelope seal(SecretKey key, byte[] wrappedKey, SecureRandom random, byte[] secret, String context) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            return new Envelope(
                    wrappedKey,
                    nonce,
                    cipher(Cipher.ENCRYPT_MODE, key, nonce, context).doFinal(secret));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES-GCM", e);
        }
    }

    /** @throws SealException if it was made with another key or context, or is damaged */
    byte[] open(SecretKey key, String context) {
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce, context).doFinal(cipherText);
        } catch (GeneralSecurityException e) {
            throw new SealException("a sealed value is damaged, or was moved here from another place");
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String context)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(ALGORITHM);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    byte[] bytes() {
        return ByteBuffer.allocate(1 + Short.BYTES + wrappedKey.length + NONCE + cipherText.length)
                .put(FORMAT)
                .putShort((short) wrappedKey.length)
                .put(wrappedKey)
                .put(nonce)
                .put(cipherText)
                .array();
    }

    /** @throws SealException if it is none */
    static Envelope read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < 1 + Short.BYTES || in.get() != FORMAT) {
            throw new SealException("a sealed value in a format that this release does not know");
        }
        int length = Short.toUnsignedInt(in.getShort());
        if (in.remaining() < length + NONCE + TAG_BITS / Byte.SIZE) {
            throw new SealException("a sealed value is cut off");
        }
        return new Envelope(take(in, length), take(in, NONCE), take(in, in.remaining()));
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
