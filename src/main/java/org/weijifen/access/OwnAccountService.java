package org.weijifen.access;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.Call;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.ProblemException;

/**
 * What users do to their own account. Who has only got hold of a token can't: the password is asked for again, or a code,
 * and wrong ones count like wrong sign-ins.
 */
@Singleton
class OwnAccountService {
    private final Users users;
    private final SignInService signIn;
    private final SignInThrottle throttle;
    private final SecondFactors secondFactors;
    private final MergePatch patches;
    private final SecurityLog log;

    OwnAccountService(
            Users users,
            SignInService signIn,
            SignInThrottle throttle,
            SecondFactors secondFactors,
            MergePatch patches,
            SecurityLog log) {
        this.users = users;
        this.signIn = signIn;
        this.throttle = throttle;
        this.secondFactors = secondFactors;
        this.patches = patches;
        this.log = log;
    }

    @Schema(name = "SecondFactorConfirmed")
    record Confirmed(
            @Schema(description = "Each is good once in the place of a code; shown this once")
            List<String> recoveryCodes,

            @Schema(description = "In the place of the token that this was asked with")
            Tokens.Token token) {}

    /** Changes the own display name. */
    @Transactional
    User change(JsonNode patch, IfMatch ifMatch, Call call) {
        User user = users.getForChange(idOf(call));
        String wanted = patches.apply(new MeResource.OwnChange(user.displayName()), patch, ifMatch)
                .displayName();
        FieldChanges changes = new FieldChanges().addPersonal("displayName", user.displayName(), wanted);
        user.rename(wanted);
        changes.append(log, users.getEntityManager(), event(call));
        return user;
    }

    /**
     * Changes the own password.
     *
     * @return a token in the place of the one that this was asked with
     * @throws ProblemException {@code validation_failed} for a wrong current password, and for a new one that breaks {@link
     *     PasswordRule}; {@code too_many_requests} as of a sign-in
     */
    CompletionStage<Tokens.Token> changePassword(String current, String wanted, String address, Call call) {
        return proven(idOf(call), address, "currentPassword", "wrong_password", user -> {
            if (!Secrets.matches(current, user.passwordHash())) {
                return Optional.empty();
            }
            if (wanted.equals(current)) {
                throw ProblemException.field("newPassword", "password_unchanged");
            }
            String hash = PasswordRule.hash("newPassword", wanted, user.username(), user.displayName());
            return writePassword(user.passwordHash(), hash, call).map(this::tokenAfter);
        });
    }

    /** Nothing when it has become another one since the current password was compared with it. */
    @Transactional
    Optional<User> writePassword(String compared, String newHash, Call call) {
        User user = users.getForChange(idOf(call));
        if (!user.passwordHash().equals(compared)) {
            return Optional.empty();
        }
        user.changeOwnPassword(newHash);
        new FieldChanges().addSecret("password").append(log, users.getEntityManager(), event(call));
        return Optional.of(user);
    }

    /** Begins an enrolment; see {@link SecondFactors#enrol}. A token alone would lock its owner out. */
    CompletionStage<SecondFactors.Enrolment> enrolSecondFactor(String password, String address, Call call) {
        return proven(
                idOf(call),
                address,
                "currentPassword",
                "wrong_password",
                user -> Secrets.matches(password, user.passwordHash())
                        ? Optional.of(secondFactors.enrol(user.id()))
                        : Optional.empty());
    }

    /** Ends an enrolment; see {@link SecondFactors#confirm}. */
    CompletionStage<Confirmed> confirmSecondFactor(String code, String address, Call call) {
        return proven(idOf(call), address, "code", "wrong_code", user -> secondFactors
                .confirm(user.id(), code, event(call))
                .map(enrolled -> new Confirmed(enrolled.recoveryCodes(), tokenAfter(enrolled.user()))));
    }

    /**
     * Takes the own second factor away. A password does not: one factor would remove the other.
     *
     * @return a token in the place of the one that this was asked with
     */
    CompletionStage<Tokens.Token> removeSecondFactor(String code, String address, Call call) {
        return proven(
                idOf(call),
                address,
                "code",
                "wrong_code",
                user -> secondFactors.use(user.id(), code)
                        ? Optional.of(tokenAfter(secondFactors.remove(user.id(), event(call))))
                        : Optional.empty());
    }

    private static UUID idOf(Call call) {
        return UUID.fromString(call.caller());
    }

    private static SecurityEvent event(Call call) {
        return SecurityEvent.of(SecurityEventKind.CHANGE, call).about("user", call.caller());
    }

    /** The token after a change that has ended those before. */
    private Tokens.Token tokenAfter(User changed) {
        return signIn.tokenFor(changed);
    }

    /** Attempts something that needs a secret of the user, in the turns and within the limits of sign-ins. */
    private <R> CompletionStage<R> proven(
            UUID id, String address, String field, String violation, Function<User, Optional<R>> attempt) {
        Supplier<Optional<R>> comparison = () -> inRequest(() -> attempt.apply(users.get(id)));
        return throttle.attempt(SignInService.nameOf(users.get(id).username()), address, comparison)
                .thenApply(done -> done.orElseThrow(() -> {
                    log.count(SecurityEvent.of(SecurityEventKind.CHANGE, id.toString(), null)
                            .about("user", id)
                            .refuse());
                    return ProblemException.field(field, violation);
                }));
    }

    /** The threads of sign-ins have no request of their own, which Hibernate's sessions are bound to. */
    @ActivateRequestContext
    <R> R inRequest(Supplier<R> work) {
        return work.get();
    }
}
