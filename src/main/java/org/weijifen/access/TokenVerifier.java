package org.weijifen.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.jwt.Claims;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.weijifen.platform.Formats;

/**
 * Verifies tokens: ours, signed with the one of our keys that they name, by the one algorithm we sign with, and within the time
 * that a token is good for, whoever signed it. Algorithms and keys in a token's header are ignored.
 */
@Alternative
@Priority(1)
@ApplicationScoped
class TokenVerifier extends JWTCallerPrincipalFactory {
    private static final int REMEMBERED = 5_000;
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    /** By how much the clock of the instance that signed may be ahead of ours. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    private final SigningKeys keys;
    private final Accounts accounts;
    private final AccessConfig config;
    private final ObjectMapper json;
    private final Clock clock;

    /** Verified tokens. A signature stays valid as long as its key; this and the time are checked on each use. */
    private final Cache<String, Known> known = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(FORGOTTEN_AFTER)
            .build();

    private record Known(JWTCallerPrincipal principal, UUID keyId) {}

    TokenVerifier(SigningKeys keys, Accounts accounts, AccessConfig config, ObjectMapper json, Clock clock) {
        this.keys = keys;
        this.accounts = accounts;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo ignored) throws ParseException {
        Known found = known.getIfPresent(token);
        if (found == null
                || found.principal().getExpirationTime() <= clock.instant().getEpochSecond()
                || keys.verifying(found.keyId()).isEmpty()) {
            found = verify(token);
            known.put(token, found);
        }
        if (!isGood(found.principal())) {
            throw new ParseException("no longer good");
        }
        return found.principal();
    }

    /** Not so a token with our signature and claims that we would not have written. */
    private boolean isGood(JWTCallerPrincipal principal) {
        try {
            return accounts.standing(principal) != Accounts.Standing.ENDED;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Whether a token was not verified yet, and names a key that is none of those known here. */
    boolean namesAnUnknownKey(String token) {
        return known.getIfPresent(token) == null
                && keyId(token).filter(id -> keys.verifying(id).isEmpty()).isPresent();
    }

    private Known verify(String token) throws ParseException {
        SigningKey key = keyId(token).flatMap(keys::verifying).orElseThrow(TokenVerifier::refusal);
        try {
            JwtClaims claims = new JwtConsumerBuilder()
                    .setVerificationKey(key.secret())
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
            requireShortLife(claims);
            // What @RolesAllowed compares with.
            claims.setClaim(
                    Claims.groups.name(), List.copyOf(Caller.grantsOf(claims).anywhere()));
            return new Known(new DefaultJWTCallerPrincipal(token, "JWT", claims), key.id());
        } catch (InvalidJwtException | MalformedClaimException e) {
            // Its message quotes the token.
            throw refusal();
        }
    }

    /**
     * Whoever has a key could give a token any time, so it is compared with the setting. After the setting was made shorter, tokens
     * that were given for longer are refused too.
     */
    private void requireShortLife(JwtClaims claims) throws MalformedClaimException, ParseException {
        long issued = claims.getIssuedAt().getValue();
        boolean inTheFuture = issued > clock.instant().plus(CLOCK_SKEW).getEpochSecond();
        if (inTheFuture
                || claims.getExpirationTime().getValue()
                        > issued + config.tokenTtl().toSeconds()) {
            throw refusal();
        }
    }

    /** The key that a token's header names; empty where it names none of ours in form. */
    private Optional<UUID> keyId(String token) {
        try {
            String header = token.substring(0, Math.max(0, token.indexOf('.')));
            JsonNode id = json.readTree(Base64.getUrlDecoder().decode(header)).path("kid");
            return id.isTextual() ? Optional.of(Formats.uuid(id.textValue())) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static ParseException refusal() {
        return new ParseException("not a token of ours");
    }
}
