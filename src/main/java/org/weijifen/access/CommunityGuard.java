package org.weijifen.access;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MultivaluedMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/**
 * The one place that holds a token to its communities, and a member to their own data: looks at {@code {community}} and
 * {@code {memberId}} in the path before a resource is reached.
 */
@Singleton
public final class CommunityGuard {
    private static final String ME = "me";

    private final SecurityIdentity identity;
    private final Caller caller;

    CommunityGuard(SecurityIdentity identity, Caller caller) {
        this.identity = identity;
        this.caller = caller;
    }

    @ServerRequestFilter
    public void check(ContainerRequestContext request) {
        MultivaluedMap<String, String> path = request.getUriInfo().getPathParameters();
        String community = path.getFirst("community");
        if (community == null || identity.isAnonymous()) {
            return; // What needs a token and has none is refused by its roles.
        }
        if (!caller.worksIn(community)) {
            throw ProblemException.variant(ErrorCode.FORBIDDEN, "community", community);
        }
        String member = path.getFirst("memberId");
        if (member != null
                && caller.hasRole(Role.MEMBER)
                && !member.equals(ME)
                && !member.equalsIgnoreCase(caller.memberId().orElseThrow().toString())) {
            throw ProblemException.variant(ErrorCode.FORBIDDEN, "member");
        }
    }
}
