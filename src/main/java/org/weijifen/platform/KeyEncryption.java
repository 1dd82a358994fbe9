package org.weijifen.platform;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.Config;
import org.weijifen.platform.database.StartRefusedException;

/**
 * Encrypts the secrets that are kept in the database, by a key that is not: the key-encryption key of NIST SP 800-57. So
 * whoever reads the database or a backup of it has none of these secrets.
 *
 * <p>AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits. The result has a byte for its format, 8 bytes that tell
 * which key it needs, the nonce, and the encrypted secret with its tag of 128 bits. It is {@value #OVERHEAD} bytes longer than the
 * secret.
 */
@Singleton
public final class KeyEncryption {
    /** How many bytes an encrypted secret is longer than the secret. */
    public static final int OVERHEAD = 37;

    private static final byte FORMAT = 1;
    private static final int KEY_ID_BYTES = 8;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int HEADER_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Key PUBLISHED = new Key(KeyEncryptionKeys.PUBLISHED);

    /** The first one encrypts, all decrypt. */
    private final List<Key> keys;

    @Inject
    KeyEncryption(Config config) {
        this(read(config));
    }

    private static List<SecretKey> read(Config config) {
        try {
            return KeyEncryptionKeys.read(config);
        } catch (StartRefusedException e) {
            throw e.andStop();
        }
    }

    KeyEncryption(List<SecretKey> keys) {
        this.keys = keys.stream().map(Key::new).toList();
    }

    /**
     * Encrypts a secret by the first key.
     *
     * @param context says what the secret is and to which row it belongs, such as {@code signing_key/<id>}. An encrypted secret
     *     that is put into another place can't be decrypted there.
     */
    public byte[] encrypt(byte[] plain, byte[] context) {
        Key key = keys.get(0);
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, key, nonce, context).doFinal(plain);
            return ByteBuffer.allocate(HEADER_BYTES + encrypted.length)
                    .put(FORMAT)
                    .put(key.id)
                    .put(nonce)
                    .put(encrypted)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    /**
     * Decrypts a secret by the key that it was encrypted with.
     *
     * @throws IllegalStateException when none of the keys is that one (see {@link #opens}), when the secret was changed, or when it
     *     belongs to another context
     */
    public byte[] decrypt(byte[] encrypted, byte[] context) {
        Key key = keyOf(encrypted)
                .orElseThrow(() -> new IllegalStateException("no key-encryption key decrypts this secret"));
        byte[] nonce = Arrays.copyOfRange(encrypted, 1 + KEY_ID_BYTES, HEADER_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce, context)
                    .doFinal(encrypted, HEADER_BYTES, encrypted.length - HEADER_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the secret was changed, or belongs to another row", e);
        }
    }

    /** Whether one of the keys is the one that a secret was encrypted with. */
    public boolean opens(byte[] encrypted) {
        return keyOf(encrypted).isPresent();
    }

    /** Whether a secret was encrypted with the published key of development mode. */
    public static boolean isPublished(byte[] encrypted) {
        return PUBLISHED.has(encrypted);
    }

    /**
     * The same secret encrypted by the first key, to be stored instead; empty when it is so already. Whoever keeps encrypted secrets
     * renews them at each start, so that the other keys can be taken away afterwards.
     */
    public Optional<byte[]> renew(byte[] encrypted, byte[] context) {
        return keys.get(0).has(encrypted)
                ? Optional.empty()
                : Optional.of(encrypt(decrypt(encrypted, context), context));
    }

    /**
     * A key of 256 bits for another purpose, by the expansion of HKDF (RFC 5869, 2.3) with HMAC-SHA256 from the first key: it needs
     * no place in the database, and is another one when the first key is.
     *
     * @param context the purpose, such as {@code security_log/<id>}
     */
    public byte[] derive(byte[] context) {
        byte[] info = Arrays.copyOf(context, context.length + 1);
        info[context.length] = 1;
        return keys.get(0).mac(info);
    }

    private Optional<Key> keyOf(byte[] encrypted) {
        return keys.stream().filter(key -> key.has(encrypted)).findFirst();
    }

    private static Cipher cipher(int mode, Key key, byte[] nonce, byte[] context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.secret, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context);
        return cipher;
    }

    /** A key with an id that is computed from it and says nothing about it. */
    private static final class Key {
        private static final byte[] LABEL = {'k', 'e', 'y', ' ', 'i', 'd'};

        private final SecretKey secret;
        private final byte[] id;

        Key(SecretKey secret) {
            this.secret = secret;
            this.id = Arrays.copyOf(mac(LABEL), KEY_ID_BYTES);
        }

        byte[] mac(byte[] text) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret.getEncoded(), mac.getAlgorithm()));
                return mac.doFinal(text);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java has HMAC-SHA256", e);
            }
        }

        boolean has(byte[] encrypted) {
            return encrypted.length > HEADER_BYTES
                    && encrypted[0] == FORMAT
                    && Arrays.equals(id, 0, KEY_ID_BYTES, encrypted, 1, 1 + KEY_ID_BYTES);
        }
    }
}
