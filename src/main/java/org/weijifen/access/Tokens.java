package org.weijifen.access;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.Ids;
import org.weijifen.platform.id.MemberId;

/** Issues tokens: signed claims about the bearer, the role and the communities. */
@Singleton
public final class Tokens {
    /** Who signs. */
    static final String ISSUER = "weijifen";

    private final SigningKeys keys;
    private final AccessConfig config;
    private final Clock clock;

    Tokens(SigningKeys keys, AccessConfig config, Clock clock) {
        this.keys = keys;
        this.config = config;
        this.clock = clock;
    }

    /** An issued token (RFC 6749, 5.1). */
    public record Token(
            @Schema(description = "Send it as `Authorization: Bearer <accessToken>`")
            String accessToken,

            @Schema(examples = "Bearer") String tokenType,

            @Schema(description = "Seconds until it expires", examples = "3600")
            long expiresIn) {}

    /**
     * A token for one member, as a mini-program's backend hands it to a phone: it works for that member's own data only.
     *
     * @param memberId a member who exists and hasn't left
     * @param community the slug of the member's community
     * @param session id of the token
     * @param minter who gets it for them, see {@link Caller#asMinter}
     */
    public Token forMember(MemberId memberId, String community, UUID session, Minter minter) {
        return sign(
                session,
                memberId.value(),
                Role.MEMBER,
                List.of(community),
                Map.of(
                        Caller.MEMBER_CLAIM, memberId.toString(),
                        Caller.MINTER_CLAIM, minter.name(),
                        Caller.EPOCH_CLAIM, minter.epoch()));
    }

    /** When a token that is signed now expires. */
    public Instant expiry() {
        return now().plus(config.tokenTtl());
    }

    /** @param pending what the user has to do before the token is good for anything else */
    Token forUser(User user, List<PendingStep> pending) {
        Map<String, Object> more = new HashMap<>();
        more.put(Caller.EPOCH_CLAIM, user.epoch());
        more.put(Caller.PERMISSIONS_CLAIM, user.permissions());
        if (user.merchantId() != null) {
            more.put(Caller.MERCHANT_CLAIM, user.merchantId().toString());
        }
        if (!pending.isEmpty()) {
            more.put(
                    Caller.PENDING_CLAIM,
                    pending.stream().map(PendingStep::code).toList());
        }
        return sign(Ids.next(), user.id(), user.role().inTokens(), user.communities(), more);
    }

    Token forClient(Client client) {
        return sign(
                Ids.next(),
                client.id(),
                Role.INTEGRATOR,
                client.communities(),
                Map.of(Caller.EPOCH_CLAIM, client.epoch(), Caller.PERMISSIONS_CLAIM, client.scopes()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private Token sign(UUID session, UUID subject, String role, List<String> communities, Map<String, Object> more) {
        Instant now = now();
        SigningKey key = keys.signing();
        String signed = Jwt.claims(more)
                .issuer(ISSUER)
                .subject(subject.toString())
                .claim(Claims.jti, session.toString())
                .claim(Caller.ROLE_CLAIM, role)
                .claim(Caller.COMMUNITIES_CLAIM, communities)
                .issuedAt(now)
                .expiresAt(now.plus(config.tokenTtl()))
                .jws()
                .keyId(key.id().toString())
                .algorithm(SignatureAlgorithm.HS256)
                .sign(key.secret());
        return new Token(signed, "Bearer", config.tokenTtl().toSeconds());
    }
}
