package org.weijifen.access;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import java.util.Arrays;

/**
 * The second factor of a user: one-time codes of an authenticator (RFC 6238), and recovery codes for who has lost it. It is
 * pending until a first code has confirmed that the authenticator knows the secret.
 */
@Embeddable
class SecondFactor {
    /** Encrypted by {@link SecondFactors}. */
    @Column(name = "second_factor_secret")
    private byte[] secret;

    @Column(name = "second_factor_confirmed_at")
    private Instant confirmedAt;

    /** The step of the last code that was good. Neither it nor an earlier one is good again. */
    @Column(name = "second_factor_step")
    private Long step;

    /** Hashes of the recovery codes that are left. */
    @Column(name = "second_factor_recovery")
    private String[] recovery;

    /** For Hibernate. */
    protected SecondFactor() {}

    /** A pending one. */
    SecondFactor(byte[] secret) {
        this.secret = secret;
    }

    void confirm(long usedStep, String[] recoveryHashes, Instant now) {
        this.step = usedStep;
        this.recovery = recoveryHashes;
        this.confirmedAt = now;
    }

    void useStep(long used) {
        this.step = used;
    }

    void useRecovery(String hash) {
        this.recovery =
                Arrays.stream(recovery).filter(left -> !left.equals(hash)).toArray(String[]::new);
    }

    boolean isConfirmed() {
        return confirmedAt != null;
    }

    byte[] secret() {
        return secret;
    }

    boolean isAfterLastStep(long other) {
        return step == null || other > step;
    }

    boolean hasRecovery(String hash) {
        return recovery != null && Arrays.asList(recovery).contains(hash);
    }
}
