package org.weijifen.access;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.weijifen.platform.Call;

/** Who makes the current request, and how. */
@RequestScoped
public class Caller {
    /** Claim with the one member that a member's token stands for. */
    static final String MEMBER_CLAIM = "member";

    private final JsonWebToken token;

    Caller(JsonWebToken token) {
        this.token = token;
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

    /**
     * This request as a write that moves something, with its idempotency key.
     *
     * @throws org.weijifen.platform.ProblemException {@code idempotency_key_required} without one (a dry run needs none)
     */
    public Call write(boolean dryRun) {
        throw new UnsupportedOperationException("to come");
    }

    /** This request as one that needs no key. */
    public Call read() {
        throw new UnsupportedOperationException("to come");
    }
}
