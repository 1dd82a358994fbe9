package org.weijifen.access;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.weijifen.platform.Call;
import org.weijifen.platform.CreationKeys.Created;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.RequestHash;

/** Creates and edits users. */
@Singleton
class UserService {
    private final Users users;
    private final MergePatch patches;
    private final Workplaces workplaces;
    private final Clock clock;

    UserService(Users users, Workplaces workplaces, MergePatch patches, Clock clock) {
        this.users = users;
        this.workplaces = workplaces;
        this.patches = patches;
        this.clock = clock;
    }

    /**
     * Creates a user. If it was created under the same key before, its current state is returned.
     *
     * @throws ProblemException {@code username_taken}; {@code not_found} for an unknown merchant
     */
    @Transactional
    Created<User> create(UsersResource.NewUser wanted, Call call) {
        requirePossible(wanted.password());
        requireWorkplace(wanted.role(), wanted.communities(), wanted.merchantId());
        requireMerchant(wanted.communities(), wanted.merchantId());
        UUID id = users.idFor(
                call,
                RequestHash.of(
                        "create-user",
                        "username",
                        wanted.username(),
                        "role",
                        wanted.role(),
                        "communities",
                        wanted.communities(),
                        "merchantId",
                        wanted.merchantId()));
        User before = users.findById(id);
        if (before != null) {
            return new Created<>(before, true);
        }
        if (users.named(wanted.username()).isPresent()) {
            throw ProblemException.of(ErrorCode.USERNAME_TAKEN, wanted.username());
        }
        User user = new User(
                id,
                wanted.username(),
                wanted.password(),
                wanted.role(),
                wanted.communities(),
                wanted.merchantId(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        users.persist(user);
        return new Created<>(user, false);
    }

    /**
     * Changes a user.
     *
     * @param by id of who changes them
     * @throws ProblemException {@code not_found}; {@code own_account} when users disable themselves, because perhaps
     *     nobody is left who can undo it
     */
    @Transactional
    User change(UUID id, JsonNode patch, IfMatch ifMatch, String by) {
        if (patch.path("password").isNull()) {
            throw ProblemException.field("password", "required");
        }
        User user = users.getForChange(id);
        UsersResource.UserChange wanted =
                patches.apply(new UsersResource.UserChange(null, user.communities(), user.status()), patch, ifMatch);
        if (wanted.status() == AccountStatus.DISABLED && by.equals(id.toString())) {
            throw ProblemException.of(ErrorCode.OWN_ACCOUNT);
        }
        requireWorkplace(user.role(), wanted.communities(), user.merchantId());
        if (!wanted.communities().equals(user.communities())) {
            requireMerchant(wanted.communities(), user.merchantId());
        }
        if (wanted.password() != null) {
            requirePossible(wanted.password());
            user.changePassword(wanted.password());
        }
        user.change(wanted.communities(), wanted.status());
        return user;
    }

    /** A merchant's user works for one merchant of one community, and nobody else for any. */
    private static void requireWorkplace(StaffRole role, List<String> communities, UUID merchantId) {
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
    private void requireMerchant(List<String> communities, UUID merchantId) {
        if (merchantId != null) {
            workplaces.requireMerchant(communities.get(0), merchantId);
        }
    }

    private static void requirePossible(String password) {
        if (!Secrets.isShortEnough(password)) {
            throw ProblemException.field("password", "size", Secrets.MIN_LENGTH, Secrets.MAX_BYTES);
        }
    }
}
