package org.weijifen.access;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Issues tokens: JWTs (RFC 7519) that say who somebody is, their role, and the communities they work in. */
@Singleton
public final class Tokens {
    static final String ISSUER = "weijifen";

    /** A token as it is handed out (RFC 6749, section 5.1, with camelCase names). */
    @Schema(name = "Token")
    public record Token(
            @Schema(description = "Send it as `Authorization: Bearer ...`")
            String accessToken,

            @Schema(examples = "Bearer") String tokenType,

            @Schema(description = "Seconds it is good for", examples = "3600")
            long expiresIn) {}

    private final SigningKey signingKey;
    private final AccessConfig config;

    Tokens(SigningKey signingKey, AccessConfig config) {
        this.signingKey = signingKey;
        this.config = config;
    }

    /** A token of a user or client. */
    Token issue(UUID subject, String role, Collection<String> communities) {
        return sign(claims(subject, role, communities));
    }

    /** A token for one member of one community, which reads and redeems what is theirs and nothing else. */
    public Token forMember(UUID memberId, String community) {
        return sign(claims(memberId, Role.MEMBER, Set.of(community)).claim(Caller.MEMBER_CLAIM, memberId.toString()));
    }

    private static JwtClaimsBuilder claims(UUID subject, String role, Collection<String> communities) {
        return Jwt.issuer(ISSUER)
                .subject(subject.toString())
                .groups(role)
                .claim(Caller.COMMUNITIES_CLAIM, Set.copyOf(communities));
    }

    private Token sign(JwtClaimsBuilder claims) {
        String token = claims.expiresIn(config.tokenTtl())
                .jws()
                .algorithm(SignatureAlgorithm.HS256)
                .sign(signingKey.key());
        return new Token(token, "Bearer", config.tokenTtl().toSeconds());
    }
}
