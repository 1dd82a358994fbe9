package org.weijifen.access;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.weijifen.platform.Call;
import org.weijifen.platform.CreationKeys;
import org.weijifen.platform.CreationKeys.Created;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.RequestHash;
import org.weijifen.platform.UniqueRows;
import org.weijifen.platform.id.MerchantId;

/** Creates and edits users. */
@Singleton
class UserService {
    private final Users users;
    private final MergePatch patches;
    private final Workplaces workplaces;
    private final SecurityLog log;
    private final Clock clock;

    UserService(Users users, Workplaces workplaces, MergePatch patches, SecurityLog log, Clock clock) {
        this.users = users;
        this.workplaces = workplaces;
        this.patches = patches;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Makes a user; one that was made under the same key is answered as it stands, with the password it has.
     *
     * @param passwordHash see {@link #hashFor(UsersResource.NewUser)}
     * @throws ProblemException {@code username_taken}; {@code not_found} for a merchant that is not there
     */
    @Transactional
    Created<User> create(UsersResource.NewUser wanted, String passwordHash, Call call) {
        requireWorkplace(wanted.role(), wanted.communities(), wanted.merchantId());
        List<String> permissions = wanted.permissions();
        requireMerchant(wanted.communities(), wanted.merchantId());
        UUID id = CreationKeys.take(
                users.getEntityManager(),
                call,
                RequestHash.of(
                        "create-user",
                        "username",
                        wanted.username(),
                        "role",
                        wanted.role(),
                        "communities",
                        wanted.communities(),
                        "permissions",
                        permissions,
                        "merchantId",
                        wanted.merchantId()));
        User before = users.findById(id);
        if (before != null) {
            return new Created<>(before, true);
        }
        User user = new User(
                id,
                wanted.username(),
                passwordHash,
                wanted.role(),
                wanted.communities(),
                permissions,
                wanted.merchantId(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        user.rename(wanted.displayName());
        UniqueRows.insert(
                users.getEntityManager(),
                user,
                "access_user_username",
                ProblemException.of(ErrorCode.USERNAME_TAKEN, wanted.username()));
        new FieldChanges()
                .addPersonal("username", null, user.username())
                .addPersonal("displayName", null, user.displayName())
                .add("role", null, user.role())
                .add("communities", null, user.communities())
                .add("permissions", null, user.permissions())
                .add("merchantId", null, user.merchantId())
                .append(log, users.getEntityManager(), event(SecurityEventKind.ADD, id, call));
        return new Created<>(user, false);
    }

    /**
     * Changes a user.
     *
     * @param passwordHash of the new password, which the user has to change at the next sign-in; see {@link #hashFor(UUID, JsonNode)}
     * @param call who changes them
     * @throws ProblemException {@code not_found}; {@code own_account} when users disable themselves, because perhaps
     *     nobody is left who can undo it, and when they set their own password, which asks for the old one elsewhere
     */
    @Transactional
    User change(UUID id, JsonNode patch, String passwordHash, IfMatch ifMatch, Call call) {
        if (patch.path("password").isNull()) {
            throw ProblemException.field("password", "required");
        }
        User user = users.getForChange(id);
        UsersResource.UserChange wanted = patches.apply(
                new UsersResource.UserChange(
                        null, user.displayName(), user.communities(), Grant.of(user), user.status()),
                patch,
                ifMatch);
        List<Grant> grants = patch.has("grants") ? wanted.grants() : Grant.in(wanted.communities(), wanted.grants());
        boolean own = call.caller().equals(id.toString());
        if (own && wanted.status() == AccountStatus.DISABLED) {
            throw ProblemException.of(ErrorCode.OWN_ACCOUNT);
        }
        if (own && wanted.password() != null) {
            throw ProblemException.variant(ErrorCode.OWN_ACCOUNT, "password");
        }
        requireWorkplace(user.role(), wanted.communities(), user.merchantId());
        if (!wanted.communities().equals(user.communities())) {
            requireMerchant(wanted.communities(), user.merchantId());
        }
        FieldChanges changes = new FieldChanges()
                .add("communities", user.communities(), wanted.communities())
                .add("status", user.status(), wanted.status());
        if (wanted.password() != null) {
            user.setPassword(passwordHash);
            changes.addSecret("password");
        }
        List<String> permissions = Grant.flatten(grants, user.role(), wanted.communities());
        changes.add("permissions", user.permissions(), permissions)
                .addPersonal("displayName", user.displayName(), wanted.displayName());
        user.rename(wanted.displayName());
        user.change(wanted.communities(), permissions, wanted.status());
        changes.append(log, users.getEntityManager(), event(SecurityEventKind.CHANGE, id, call));
        return user;
    }

    private static SecurityEvent event(SecurityEventKind kind, UUID id, Call call) {
        return SecurityEvent.of(kind, call).about("user", id);
    }

    /**
     * Takes a user's second factor away, or the enrolment of one.
     *
     * @param call who does it
     * @throws ProblemException {@code not_found}; {@code own_account} for the own one, which needs a code or the password
     */
    @Transactional
    User resetSecondFactor(UUID id, Call call) {
        if (call.caller().equals(id.toString())) {
            throw ProblemException.variant(ErrorCode.OWN_ACCOUNT, "second_factor");
        }
        User user = users.getForChange(id);
        user.removeSecondFactor();
        new FieldChanges()
                .addSecret("secondFactor")
                .append(log, users.getEntityManager(), event(SecurityEventKind.CHANGE, id, call));
        return user;
    }

    /** A merchant's user works for one merchant of one community, and nobody else for any. */
    private static void requireWorkplace(StaffRole role, List<String> communities, MerchantId merchantId) {
        if (role != StaffRole.MERCHANT) {
            if (merchantId != null) {
                throw ProblemException.field("merchantId", "invalid_value");
            }
            return;
        }
        if (merchantId == null) {
            throw ProblemException.field("merchantId", "required");
        }
        if (communities.size() != 1) {
            throw ProblemException.field("communities", "size", 1, 1);
        }
    }

    /** Other communities may come later; a merchant comes with its community, under an id that nobody knows before. */
    private void requireMerchant(List<String> communities, MerchantId merchantId) {
        if (merchantId != null) {
            workplaces.requireMerchant(communities.get(0), merchantId);
        }
    }

    /** The hash of the password of a new user; see {@link PasswordRule#hash}. */
    static String hashFor(UsersResource.NewUser wanted) {
        String displayName = wanted.displayName() == null ? "" : wanted.displayName();
        return PasswordRule.hash("password", wanted.password(), wanted.username(), displayName);
    }

    /**
     * The hash of the password in a patch; see {@link PasswordRule#hash}.
     *
     * @return null without a password, or for what is none and is refused where the patch is read
     */
    String hashFor(UUID id, JsonNode patch) {
        JsonNode password = patch.path("password");
        if (!password.isTextual() || password.textValue().length() > Secrets.MAX_BYTES) {
            return null;
        }
        User user = users.get(id);
        return PasswordRule.hash(
                "password",
                password.textValue(),
                user.username(),
                user.displayName(),
                patch.path("displayName").asText());
    }
}
