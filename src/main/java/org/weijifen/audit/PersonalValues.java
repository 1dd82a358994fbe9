package org.weijifen.audit;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hashes personal values with HMAC-SHA256 (RFC 2104). Equal values of one chain have equal hashes. Without the key, which is not in
 * the database, nobody finds a telephone number by trying them all; with the key of one community nobody can tell whether another
 * one has the same value.
 */
@Singleton
final class PersonalValues {
    static final String PREFIX = "hmac-sha256:";

    private static final String ALGORITHM = "HmacSHA256";

    private final LogKey key;

    PersonalValues(LogKey key) {
        this.key = key;
    }

    /** The hash of a value in a chain. */
    String hash(UUID chain, String value) {
        byte[] context = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(chain.getMostSignificantBits())
                .putLong(chain.getLeastSignificantBits())
                .array();
        byte[] keyOfChain = mac(key.bytes(), context);
        return PREFIX + HexFormat.of().formatHex(mac(keyOfChain, value.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] mac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }
}
