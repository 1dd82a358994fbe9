package org.weijifen.access;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.json.JsonString;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.http.RequestInfo;
import org.weijifen.platform.id.MemberId;
import org.weijifen.platform.id.MerchantId;

/** Who makes the current request, and how. */
@RequestScoped
public class Caller {
    /** Claim with the communities of a token. An admin's token has no such claim and is valid in all communities. */
    static final String COMMUNITIES_CLAIM = "communities";
    /** Claim with the member of a member's token. */
    static final String MEMBER_CLAIM = "member";

    /** Claim with the merchant of a merchant's user. */
    static final String MERCHANT_CLAIM = "merchant";

    /** Claim with what a user has to do before the token is good for anything else; see {@link PendingStep}. */
    static final String PENDING_CLAIM = "pending";

    private static final String KEY_HEADER = "Idempotency-Key";
    private static final Pattern GOOD_KEY = Pattern.compile("[ -~]{1,255}");

    private final JsonWebToken token;
    private final RoutingContext request;

    Caller(JsonWebToken token, RoutingContext request) {
        this.token = token;
        this.request = request;
    }

    /** Opaque id of the user, client or member, which the books record as actor. */
    public String id() {
        return token.getSubject();
    }

    public boolean hasRole(String role) {
        return token.getGroups().contains(role);
    }

    /** The member of a member's token; empty for all others. */
    public Optional<MemberId> memberId() {
        return Optional.ofNullable(token.<String>getClaim(MEMBER_CLAIM))
                .map(UUID::fromString)
                .map(MemberId::new);
    }

    /** The merchant of a merchant's user; empty for all others. */
    public Optional<MerchantId> merchantId() {
        return Optional.ofNullable(token.<String>getClaim(MERCHANT_CLAIM))
                .map(UUID::fromString)
                .map(MerchantId::new);
    }

    /**
     * Limits a list to the data that the caller may see. A merchant's user gets the own merchant when none was given,
     * all others get the requested one. {@link TokenScope} refuses requests for another merchant.
     *
     * @param asked the merchant asked for, or null for all
     * @return the merchant to look at, or null for all
     */
    public MerchantId narrowMerchant(MerchantId asked) {
        return hasRole(Role.MERCHANT) ? requireMerchant() : asked;
    }

    private MerchantId requireMerchant() {
        return merchantId().orElseThrow(() -> ProblemException.variant(ErrorCode.FORBIDDEN, "merchant"));
    }

    /**
     * Limits a list or a body to the data that the caller may see. A member gets the own id when none was given, all
     * others get the requested one.
     *
     * @param asked the member asked for, or null for all
     * @return the member to look at, or null for all
     * @throws ProblemException {@code forbidden} when a member requests another member
     */
    public MemberId narrow(MemberId asked) {
        if (!hasRole(Role.MEMBER)) {
            return asked;
        }
        MemberId own = memberId().orElseThrow(() -> ProblemException.variant(ErrorCode.FORBIDDEN, "member"));
        if (asked != null && !asked.equals(own)) {
            throw ProblemException.variant(ErrorCode.FORBIDDEN, "member");
        }
        return own;
    }

    /**
     * This request as a write with its required idempotency key.
     *
     * @throws ProblemException {@code idempotency_key_required} without one (a dry run needs none), {@code
     *     validation_failed} when it isn't 1 to 255 printable ASCII characters
     */
    public Call write(boolean dryRun) {
        String key = request.request().getHeader(KEY_HEADER);
        if (key == null && !dryRun) {
            throw ProblemException.of(ErrorCode.IDEMPOTENCY_KEY_REQUIRED);
        }
        if (key != null && !GOOD_KEY.matcher(key).matches()) {
            throw ProblemException.field(KEY_HEADER, "pattern");
        }
        return call(dryRun ? null : key, dryRun);
    }

    /**
     * This request as a write with an optional key: it adds something with a unique code, so a repetition is refused
     * anyway.
     */
    public Call add() {
        return request.request().getHeader(KEY_HEADER) == null ? call(null, false) : write(false);
    }

    /** This request as a write that is identified by its content, so that it needs no key. */
    public Call writeWithoutKey(boolean dryRun) {
        return call(null, dryRun);
    }

    /** This request without a key. */
    public Call read() {
        return call(null, false);
    }

    /** The slugs of the token's communities. An admin's token is valid in all communities. */
    public Set<String> communities() {
        return texts(COMMUNITIES_CLAIM);
    }

    /** The first step that the caller has to take before anything else; empty when there is none. */
    Optional<PendingStep> pending() {
        Set<String> codes = texts(PENDING_CLAIM);
        return Arrays.stream(PendingStep.values())
                .filter(step -> codes.contains(step.code()))
                .findFirst();
    }

    private Set<String> texts(String claim) {
        return token.getClaim(claim) instanceof Collection<?> all
                ? all.stream()
                        .filter(JsonString.class::isInstance)
                        .map(one -> ((JsonString) one).getString())
                        .collect(Collectors.toSet())
                : Set.of();
    }

    /** Whether the token is valid in a community. */
    boolean worksIn(String community) {
        return hasRole(Role.ADMIN) || communities().contains(community);
    }

    private Call call(String key, boolean dryRun) {
        RequestInfo info = RequestInfo.of(request);
        return new Call(id(), key, dryRun, info.locale(), info.path(), info.id());
    }
}
