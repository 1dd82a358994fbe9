package org.weijifen.access;

import jakarta.annotation.Priority;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.MemberId;
import org.weijifen.platform.id.MerchantId;

/**
 * The only check of a token's scope, after {@code @RolesAllowed} and before the resource: a path under {@code
 * {community}} has to be of one of the token's communities, with one of the operation's permissions there, and a member's token works only for its own {@code
 * {memberId}}, in the path or as a query parameter; so does that of a merchant's user for its {@code {merchantId}}, and
 * it can't ask for members at all. A token whose user has something else to do first ({@link PendingStep}) works for that only.
 * Resources don't repeat it. What they have to look after is a member's access to rows
 * under another id, such as a redemption: {@link Caller#narrow}.
 */
@Provider
@Priority(Priorities.AUTHORIZATION)
public final class TokenScope implements ContainerRequestFilter {
    static final String MEMBER_PARAMETER = "memberId";
    static final String SELF = "me";
    private static final String MERCHANT_PARAMETER = "merchantId";
    private static final String COMMUNITY_PARAMETER = "community";

    private final Caller caller;

    @Context
    ResourceInfo resource;

    TokenScope(Caller caller) {
        this.caller = caller;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (isForAnybody(resource)) {
            return;
        }
        caller.requireStillGood();
        if (isMarked(AccountLookup.class)) {
            caller.requireGood();
        }
        requireNothingPending();
        String community = request.getUriInfo().getPathParameters().getFirst(COMMUNITY_PARAMETER);
        if (community != null) {
            requirePermission(caller.grants(), community);
        }
        if (caller.hasRole(Role.MEMBER)) {
            requireOwn(request.getUriInfo().getPathParameters().getFirst(MEMBER_PARAMETER));
            requireOwn(request.getUriInfo().getQueryParameters().getFirst(MEMBER_PARAMETER));
        }
        if (caller.hasRole(Role.MERCHANT)) {
            requireOwnMerchant(request.getUriInfo().getPathParameters().getFirst(MERCHANT_PARAMETER));
            requireOwnMerchant(request.getUriInfo().getQueryParameters().getFirst(MERCHANT_PARAMETER));
            if (request.getUriInfo().getQueryParameters().containsKey(MEMBER_PARAMETER)) {
                throw ProblemException.variant(ErrorCode.FORBIDDEN, "merchant");
            }
        }
    }

    /** {@code @RolesAllowed} has found a permission in any of the caller's communities; it has to be one in this community. */
    private void requirePermission(Grants grants, String community) {
        if (!grants.worksIn(community)) {
            throw ProblemException.variant(ErrorCode.FORBIDDEN, "community", community);
        }
        Set<String> held = grants.in(community);
        if (neededFor(resource).noneMatch(held::contains)) {
            throw ProblemException.of(ErrorCode.FORBIDDEN);
        }
    }

    private boolean isMarked(Class<? extends Annotation> mark) {
        return resource.getResourceMethod().isAnnotationPresent(mark)
                || resource.getResourceClass().isAnnotationPresent(mark);
    }

    private static Stream<String> neededFor(ResourceInfo resource) {
        RolesAllowed own = resource.getResourceMethod().getAnnotation(RolesAllowed.class);
        RolesAllowed common = resource.getResourceClass().getAnnotation(RolesAllowed.class);
        return Arrays.stream((own == null ? common : own).value());
    }

    /** Whether a resource needs no token. */
    static boolean isForAnybody(ResourceInfo resource) {
        return resource.getResourceMethod().isAnnotationPresent(PermitAll.class)
                || resource.getResourceClass().isAnnotationPresent(PermitAll.class);
    }

    private void requireNothingPending() {
        WhilePending open = resource.getResourceMethod().getAnnotation(WhilePending.class);
        List<PendingStep> allowed = open == null ? List.of() : List.of(open.value());
        caller.pending().stream()
                .findFirst()
                .filter(step -> !allowed.contains(step))
                .ifPresent(step -> {
                    throw ProblemException.of(step.refusal());
                });
    }

    private void requireOwnMerchant(String merchantId) {
        boolean own = merchantId == null
                || merchantId.isEmpty()
                || caller.merchantId()
                        .map(MerchantId::toString)
                        .filter(merchantId::equalsIgnoreCase)
                        .isPresent();
        if (!own) {
            throw ProblemException.variant(ErrorCode.FORBIDDEN, "merchant");
        }
    }

    private void requireOwn(String memberId) {
        boolean own = memberId == null
                || memberId.isEmpty()
                || memberId.equals(SELF)
                || caller.memberId()
                        .map(MemberId::toString)
                        .filter(memberId::equalsIgnoreCase)
                        .isPresent();
        if (!own) {
            throw ProblemException.variant(ErrorCode.FORBIDDEN, "member");
        }
    }
}
