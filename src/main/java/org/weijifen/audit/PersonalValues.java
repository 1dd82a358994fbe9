package org.weijifen.audit;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.weijifen.platform.KeyEncryption;

/**
 * Hashes personal values with HMAC-SHA256 (RFC 2104). Equal values of one chain have equal hashes. The key comes from the
 * key-encryption key, which is not in the database: without it nobody finds a telephone number by trying them all. After a change of
 * that key equal values have other hashes than before.
 */
@Singleton
final class PersonalValues {
    static final String PREFIX = "hmac-sha256:";

    private static final String ALGORITHM = "HmacSHA256";

    private final KeyEncryption keys;

    PersonalValues(KeyEncryption keys) {
        this.keys = keys;
    }

    /** The hash of a value in a chain. */
    String hash(UUID chain, String value) {
        byte[] key = keys.derive(("security_log/" + chain).getBytes(StandardCharsets.UTF_8));
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return PREFIX + HexFormat.of().formatHex(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }
}
