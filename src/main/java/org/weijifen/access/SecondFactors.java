package org.weijifen.access;

import dev.samstevens.totp.code.CodeGenerator;
import dev.samstevens.totp.code.DefaultCodeGenerator;
import dev.samstevens.totp.code.HashingAlgorithm;
import dev.samstevens.totp.exceptions.CodeGenerationException;
import dev.samstevens.totp.qr.QrData;
import dev.samstevens.totp.recovery.RecoveryCodeGenerator;
import dev.samstevens.totp.secret.DefaultSecretGenerator;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.LongStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.KeyEncryption;
import org.weijifen.platform.ProblemException;

/**
 * Second factors: time-based one-time passwords as all authenticators know them (RFC 6238 with SHA-1, 6 digits, 30 seconds, and
 * one step of tolerance, 5.2), each good once, and {@value #RECOVERY_CODES} recovery codes, each good once.
 */
@Singleton
class SecondFactors {
    private static final String ISSUER = "Weijifen";
    /** 160 bits in Base32, as RFC 4226 (4, R6) recommends. */
    private static final int SECRET_LENGTH = 32;

    private static final int DIGITS = 6;
    private static final int PERIOD_SECONDS = 30;
    private static final int TOLERANCE_STEPS = 1;
    private static final int RECOVERY_CODES = 10;
    private static final FieldChange CHANGED = FieldChange.secret("secondFactor");

    private final CodeGenerator generator = new DefaultCodeGenerator(HashingAlgorithm.SHA1, DIGITS);

    private final Users users;
    private final KeyEncryption encryption;
    private final SecurityLog log;
    private final Clock clock;

    SecondFactors(Users users, KeyEncryption encryption, SecurityLog log, Clock clock) {
        this.users = users;
        this.log = log;
        this.encryption = encryption;
        this.clock = clock;
    }

    @Schema(name = "SecondFactorEnrolment")
    record Enrolment(
            @Schema(
                    description = "For an authenticator that is filled in by hand; Base32",
                    examples = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
            String secret,

            @Schema(
                    description = "The same for a QR code",
                    examples =
                            "otpauth://totp/Weijifen%3Acounter-1?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Weijifen"
                                    + "&algorithm=SHA1&digits=6&period=30")
            String uri) {}

    /** A user with a second factor from now on, and the recovery codes, which nobody knows but them. */
    record Enrolled(User user, List<String> recoveryCodes) {}

    /**
     * Begins an enrolment, or begins it anew.
     *
     * @throws ProblemException {@code second_factor_enrolled}
     */
    @Transactional
    Enrolment enrol(UUID userId) {
        User user = users.getForChange(userId);
        if (user.hasSecondFactor()) {
            throw ProblemException.of(ErrorCode.SECOND_FACTOR_ENROLLED);
        }
        String secret = new DefaultSecretGenerator(SECRET_LENGTH).generate();
        user.beginSecondFactor(encryption.encrypt(secret.getBytes(StandardCharsets.US_ASCII), context(userId)));
        String uri = new QrData.Builder()
                .label(ISSUER + ":" + user.username())
                .issuer(ISSUER)
                .secret(secret)
                .algorithm(HashingAlgorithm.SHA1)
                .digits(DIGITS)
                .period(PERIOD_SECONDS)
                .build()
                .getUri();
        return new Enrolment(secret, uri);
    }

    /**
     * Ends an enrolment.
     *
     * @return empty when the code is wrong
     * @throws ProblemException {@code second_factor_enrolled}; {@code second_factor_not_begun}
     */
    @Transactional
    Optional<Enrolled> confirm(UUID userId, String code, SecurityEvent confirming) {
        User user = users.getForChange(userId);
        if (user.hasSecondFactor()) {
            throw ProblemException.of(ErrorCode.SECOND_FACTOR_ENROLLED);
        }
        if (user.secondFactor() == null) {
            throw ProblemException.of(ErrorCode.SECOND_FACTOR_NOT_BEGUN);
        }
        OptionalLong step = step(user, plain(code));
        if (step.isEmpty()) {
            return Optional.empty();
        }
        String[] codes = new RecoveryCodeGenerator().generateCodes(RECOVERY_CODES);
        user.confirmSecondFactor(
                step.getAsLong(),
                Arrays.stream(codes)
                        .map(SecondFactors::plain)
                        .map(SecondFactors::hash)
                        .toArray(String[]::new),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        log.append(users.getEntityManager(), confirming.with(CHANGED));
        return Optional.of(new Enrolled(user, List.of(codes)));
    }

    /** Uses a code up, of the authenticator or for recovery. Whether it was good. */
    @Transactional
    boolean use(UUID userId, String code) {
        User user = users.getForChange(userId);
        if (!user.hasSecondFactor()) {
            return false;
        }
        String plain = plain(code);
        OptionalLong step = step(user, plain);
        if (step.isPresent()) {
            user.secondFactor().useStep(step.getAsLong());
            return true;
        }
        boolean recovers = user.secondFactor().hasRecovery(hash(plain));
        if (recovers) {
            user.secondFactor().useRecovery(hash(plain));
        }
        return recovers;
    }

    /** Takes it away, together with a pending enrolment. */
    @Transactional
    User remove(UUID userId, SecurityEvent removing) {
        User user = users.getForChange(userId);
        user.removeSecondFactor();
        log.append(users.getEntityManager(), removing.with(CHANGED));
        return user;
    }

    /** The step that a code belongs to, unless that was used, or the key that opens the secret is lost. */
    private OptionalLong step(User user, String code) {
        if (!encryption.opens(user.secondFactor().secret())) {
            return OptionalLong.empty();
        }
        String secret = new String(
                encryption.decrypt(user.secondFactor().secret(), context(user.id())), StandardCharsets.US_ASCII);
        long now = clock.instant().getEpochSecond() / PERIOD_SECONDS;
        return LongStream.rangeClosed(now - TOLERANCE_STEPS, now + TOLERANCE_STEPS)
                .filter(user.secondFactor()::isAfterLastStep)
                .filter(step -> isSame(code(secret, step), code))
                .findFirst();
    }

    private String code(String secret, long step) {
        try {
            return generator.generate(secret, step);
        } catch (CodeGenerationException e) {
            throw new IllegalStateException("every Java has HMAC-SHA1", e);
        }
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the blanks and hyphens that make a code readable. */
    private static String plain(String code) {
        return code.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
    }

    /** One round is enough for what is random: a recovery code has 82 bits. */
    private static String hash(String recoveryCode) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(recoveryCode.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** What the encrypted secret of a user is bound to. */
    static byte[] context(UUID userId) {
        return ("second_factor/" + userId).getBytes(StandardCharsets.US_ASCII);
    }
}
