package org.weijifen.access;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.ProblemException;

/** Makes and changes users. */
@Singleton
class UserService {
    private final Users users;
    private final MergePatch patches;
    private final Clock clock;

    UserService(Users users, MergePatch patches, Clock clock) {
        this.users = users;
        this.patches = patches;
        this.clock = clock;
    }

    /**
     * Makes a user.
     *
     * @throws ProblemException {@code conflict} when the name is taken
     */
    @Transactional
    User create(UserResource.NewUser wanted) {
        requirePossible(wanted.password());
        if (users.named(wanted.username()).isPresent()) {
            throw ProblemException.variant(ErrorCode.CONFLICT, "username", wanted.username());
        }
        User user = new User(
                wanted.username(),
                wanted.password(),
                wanted.role(),
                wanted.communities(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        users.persist(user);
        return user;
    }

    /**
     * Changes a user.
     *
     * @param by id of who changes them
     * @throws ProblemException {@code not_found}; {@code conflict} when they disable themselves, since nobody might be
     *     left who can undo it
     */
    @Transactional
    User change(UUID id, JsonNode patch, String by) {
        User user = users.getForChange(id);
        UserResource.UserChange wanted =
                patches.apply(new UserResource.UserChange(null, user.communities(), user.status()), patch);
        if (wanted.status() == AccountStatus.DISABLED && by.equals(id.toString())) {
            throw ProblemException.variant(ErrorCode.CONFLICT, "own-account");
        }
        if (wanted.password() != null) {
            requirePossible(wanted.password());
            user.changePassword(wanted.password());
        }
        user.change(wanted.communities(), wanted.status());
        return user;
    }

    private static void requirePossible(String password) {
        if (!Secrets.isShortEnough(password)) {
            throw ProblemException.field("password", "size", Secrets.MIN_LENGTH, Secrets.MAX_BYTES);
        }
    }
}
