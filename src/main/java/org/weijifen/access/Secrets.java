package org.weijifen.access;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes passwords and secrets. */
final class Secrets {
    private static final int BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** 192 random bits as 32 characters of letters, digits, hyphens and underscores. */
    static String generate() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
