package org.weijifen.access;

import io.quarkus.elytron.security.common.BcryptUtil;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/** Passwords and client secrets: made, kept as bcrypt hashes, and compared. */
final class Secrets {
    /** Shortest password in characters. */
    static final int MIN_LENGTH = 12;
    /** Longest password in bytes: bcrypt ignores further bytes, so a longer password would be cut silently. */
    static final int MAX_BYTES = 72;

    private static final int SECRET_BYTES = 32;
    private static final int PASSWORD_BYTES = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** A new client secret of 256 random bits. */
    static String newClientSecret() {
        return random(SECRET_BYTES);
    }

    /** A new password of 96 random bits, short enough to be typed once. */
    static String newPassword() {
        return random(PASSWORD_BYTES);
    }

    /** Random bytes for a signing key. */
    static byte[] newKey() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** Whether bcrypt uses the whole password: it uses 72 bytes. */
    static boolean isShortEnough(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }

    /** The bcrypt hash with a salt of its own. */
    static String hash(String secret) {
        return BcryptUtil.bcryptHash(secret);
    }

    /**
     * Whether a secret matches a hash.
     *
     * @param hash null when there is no account; the result is false after the same work
     */
    static boolean matches(String secret, String hash) {
        boolean fits = isShortEnough(secret);
        String nobody = Nobody.HASH;
        boolean same = BcryptUtil.matches(fits ? secret : "", hash == null ? nobody : hash);
        return fits && same && hash != null;
    }

    /**
     * The hash to compare with when there is no such account, so that the answer takes the same time. It is made at the
     * first comparison of any kind. So a start need not wait for it, and the time of an answer does not show who has an
     * account.
     */
    private static final class Nobody {
        static final String HASH = hash(random(SECRET_BYTES));
    }

    private static String random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
