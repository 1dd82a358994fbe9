package org.weijifen.access;

import jakarta.enterprise.context.RequestScoped;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Problems;

/** Who makes the current request, and how. */
@RequestScoped
public class Caller {
    /** Claim with the one member that a member's token stands for. */
    static final String MEMBER_CLAIM = "member";

    /** Claim with the slugs of the communities a token works in. */
    static final String COMMUNITIES_CLAIM = "communities";

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final JsonWebToken token;
    private final HttpHeaders headers;
    private final UriInfo uri;

    Caller(JsonWebToken token, HttpHeaders headers, UriInfo uri) {
        this.token = token;
        this.headers = headers;
        this.uri = uri;
    }

    /** Opaque id of the user, client or member; what the books keep as actor. */
    public String id() {
        return token.getSubject();
    }

    public boolean hasRole(String role) {
        return token.getGroups().contains(role);
    }

    /** The member a member's token stands for; empty for everybody else. */
    public Optional<UUID> memberId() {
        return Optional.ofNullable(token.<String>getClaim(MEMBER_CLAIM)).map(UUID::fromString);
    }

    /** The slugs of the communities the token works in; an admin's works in all, named or not. */
    public Set<String> communities() {
        Object claim = token.getClaim(COMMUNITIES_CLAIM);
        return claim instanceof JsonArray slugs
                ? slugs.getValuesAs(JsonString.class).stream()
                        .map(JsonString::getString)
                        .collect(Collectors.toSet())
                : Set.of();
    }

    /**
     * This request as a write that moves something, with its idempotency key.
     *
     * @throws org.weijifen.platform.ProblemException {@code idempotency_key_required} without one (a dry run needs none)
     */
    public Call write(boolean dryRun) {
        String key = headers.getHeaderString(IDEMPOTENCY_KEY);
        if (key == null && !dryRun) {
            throw ProblemException.of(ErrorCode.IDEMPOTENCY_KEY_REQUIRED);
        }
        return call(key, dryRun);
    }

    /** This request as one that needs no key. */
    public Call read() {
        return call(null, false);
    }

    private Call call(String key, boolean dryRun) {
        return new Call(id(), key, dryRun, Problems.language(headers.getAcceptableLanguages()), uri.getPath(), "-");
    }
}
