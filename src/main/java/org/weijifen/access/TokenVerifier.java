package org.weijifen.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.jwt.Claims;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/**
 * Verifies tokens: ours, signed with our key by the one algorithm we sign with, and not expired. Algorithms and keys in
 * a token's header are ignored.
 */
@Alternative
@Priority(1)
@ApplicationScoped
class TokenVerifier extends JWTCallerPrincipalFactory {
    private static final int REMEMBERED = 5_000;
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private final SigningKey key;
    private final Accounts accounts;
    private final Clock clock;

    /** Verified tokens with their claims. A signature stays valid for ever; the time is checked on each use. */
    private final Cache<String, JWTCallerPrincipal> known = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(FORGOTTEN_AFTER)
            .build();

    TokenVerifier(SigningKey key, Accounts accounts, Clock clock) {
        this.key = key;
        this.accounts = accounts;
        this.clock = clock;
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo ignored) throws ParseException {
        JWTCallerPrincipal principal = known.getIfPresent(token);
        if (principal == null
                || principal.getExpirationTime() <= clock.instant().getEpochSecond()) {
            principal = verify(token);
            known.put(token, principal);
        }
        if (!isGood(principal)) {
            throw new ParseException("no longer good");
        }
        return principal;
    }

    /** Not so a token with our signature and claims that we would not have written. */
    private boolean isGood(JWTCallerPrincipal principal) {
        try {
            return accounts.isGood(principal);
        } catch (RuntimeException e) {
            return false;
        }
    }

    private JWTCallerPrincipal verify(String token) throws ParseException {
        try {
            JwtClaims claims = new JwtConsumerBuilder()
                    .setVerificationKey(key.get())
                    .setJwsAlgorithmConstraints(
                            new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.HMAC_SHA256))
                    .setExpectedIssuer(Tokens.ISSUER)
                    .setRequireSubject()
                    .setRequireJwtId()
                    .setRequireIssuedAt()
                    .setRequireExpirationTime()
                    .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                    .build()
                    .processToClaims(token);
            // What @RolesAllowed compares with.
            claims.setClaim(
                    Claims.groups.name(), List.copyOf(Caller.grantsOf(claims).anywhere()));
            return new DefaultJWTCallerPrincipal(token, "JWT", claims);
        } catch (InvalidJwtException e) {
            // Its message quotes the token.
            throw new ParseException("not a token of ours");
        }
    }
}
