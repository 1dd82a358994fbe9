package org.weijifen.access;

import java.time.Instant;
import java.util.UUID;
import javax.crypto.SecretKey;

/** A secret that tokens are signed and verified with. Its text shows nothing of it. */
final class SigningKey {
    private final UUID id;
    private final SecretKey secret;
    private final Instant createdAt;
    private final Instant signsFrom;
    private final Instant verifiesUntil;

    /**
     * A key.
     *
     * @param verifiesUntil null as long as no other follows it
     */
    SigningKey(UUID id, SecretKey secret, Instant createdAt, Instant signsFrom, Instant verifiesUntil) {
        this.id = id;
        this.secret = secret;
        this.createdAt = createdAt;
        this.signsFrom = signsFrom;
        this.verifiesUntil = verifiesUntil;
    }

    /** What the header of a token calls {@code kid}. */
    UUID id() {
        return id;
    }

    SecretKey secret() {
        return secret;
    }

    Instant createdAt() {
        return createdAt;
    }

    /** From when it signs, in the place of the one before it. */
    Instant signsFrom() {
        return signsFrom;
    }

    /** Until when the tokens that it has signed are good; null as long as no other key follows it. */
    Instant verifiesUntil() {
        return verifiesUntil;
    }

    boolean hasEnded(Instant now) {
        return verifiesUntil != null && !now.isBefore(verifiesUntil);
    }
}
