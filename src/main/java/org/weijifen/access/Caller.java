package org.weijifen.access;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwt.JwtClaims;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.http.RequestInfo;
import org.weijifen.platform.id.MemberId;
import org.weijifen.platform.id.MerchantId;

/** Who makes the current request, and how. */
@RequestScoped
public class Caller {
    /** Claim with the role, see {@link Role}. */
    static final String ROLE_CLAIM = "role";
    /** Claim with the communities of a token. An admin's token is valid in all communities. */
    static final String COMMUNITIES_CLAIM = "communities";
    /** Claim with what is permitted, see {@link Grants}. */
    static final String PERMISSIONS_CLAIM = "permissions";
    /** Claim with the epoch of the account, see {@link Accounts}. */
    static final String EPOCH_CLAIM = "epoch";
    /** Claim with who got the token for a member: {@code client/<id>} or {@code user/<id>}. */
    static final String MINTER_CLAIM = "by";
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
    private final Accounts accounts;

    Caller(JsonWebToken token, RoutingContext request, Accounts accounts) {
        this.token = token;
        this.request = request;
        this.accounts = accounts;
    }

    /** Opaque id of the user, client or member, which the books record as actor. */
    public String id() {
        return token.getSubject();
    }

    public boolean hasRole(String role) {
        return role.equals(token.<String>getClaim(ROLE_CLAIM));
    }

    /**
     * Refuses unless the caller has a permission in a community: where what a request says decides what it needs.
     *
     * @throws ProblemException {@code forbidden}
     */
    public void require(String permission, String community) {
        if (!may(permission, community)) {
            throw ProblemException.of(ErrorCode.FORBIDDEN);
        }
    }

    /** Whether the caller has a permission in a community. */
    public boolean may(String permission, String community) {
        return grants().in(community).contains(permission);
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
        return grants().communities();
    }

    /** What the caller has to do before the token is good for anything else, in that order. */
    List<PendingStep> pending() {
        Set<String> codes = Grants.texts(token.getClaim(PENDING_CLAIM));
        return Arrays.stream(PendingStep.values())
                .filter(step -> codes.contains(step.code()))
                .toList();
    }

    Grants grants() {
        return Grants.of(
                token.getClaim(ROLE_CLAIM), token.getClaim(COMMUNITIES_CLAIM), token.getClaim(PERMISSIONS_CLAIM));
    }

    /**
     * Reads of a token that has just been verified what {@link #grants} reads of the caller's.
     */
    static Grants grantsOf(JwtClaims claims) {
        return Grants.of(
                (String) claims.getClaimValue(ROLE_CLAIM),
                claims.getClaimValue(COMMUNITIES_CLAIM),
                claims.getClaimValue(PERMISSIONS_CLAIM));
    }

    /**
     * Looks the caller's account up.
     *
     * @throws ProblemException {@code unauthenticated} when the token is no longer good
     */
    void requireGood() {
        accounts.requireGood(token);
    }

    /** The caller as who gets a token for a member. */
    public Minter asMinter() {
        String name = (hasRole(Role.INTEGRATOR) ? "client/" : "user/") + id();
        return new Minter(name, accounts.mintingEpochOf(UUID.fromString(id())));
    }

    /**
     * Refuses when the token has ended since the request began, as while a long body arrives.
     *
     * @throws ProblemException {@code unauthenticated}
     */
    public void requireStillGood() {
        accounts.require(token);
    }

    static UUID idOfMinter(String minter) {
        return UUID.fromString(minter.substring(minter.indexOf('/') + 1));
    }

    /** Who got the token for a member; empty for all others. */
    Optional<String> minter() {
        return Optional.ofNullable(token.getClaim(MINTER_CLAIM));
    }

    /** Who acts, for the books: who got the token for a member is named with them. */
    private String actor() {
        return minter().map(minter -> "member/" + id() + " by " + minter).orElseGet(this::id);
    }

    /** The id of the token. */
    public UUID session() {
        return UUID.fromString(token.getTokenID());
    }

    /** Ends the token. */
    void signOut() {
        accounts.signOut(session(), expiresAt(), SecurityEvent.of(SecurityEventKind.SIGN_OUT, read()));
    }

    Instant expiresAt() {
        return Instant.ofEpochSecond(token.getExpirationTime());
    }

    /** How far the caller may credit points. */
    public CreditLimits creditLimits() {
        return hasRole(Role.INTEGRATOR) ? accounts.limitsOf(UUID.fromString(id())) : CreditLimits.NONE;
    }

    private Call call(String key, boolean dryRun) {
        RequestInfo info = RequestInfo.of(request);
        return new Call(id(), actor(), key, dryRun, info.locale(), info.path(), info.id());
    }
}
