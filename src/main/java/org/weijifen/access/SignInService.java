package org.weijifen.access;

import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Formats;
import org.weijifen.platform.ProblemException;

/**
 * Exchanges credentials for a token. An unknown name, a wrong secret, a code that is wrong or missing and a disabled account
 * get the same answer after the same work, so that nobody finds out who has an account, or that a guessed password is right.
 */
@Singleton
class SignInService {
    private final Users users;
    private final Clients clients;
    private final Tokens tokens;
    private final SignInThrottle throttle;
    private final SecondFactors secondFactors;
    private final PendingSteps pending;

    SignInService(
            Users users,
            Clients clients,
            Tokens tokens,
            SignInThrottle throttle,
            SecondFactors secondFactors,
            PendingSteps pending) {
        this.users = users;
        this.clients = clients;
        this.tokens = tokens;
        this.throttle = throttle;
        this.secondFactors = secondFactors;
        this.pending = pending;
    }

    /**
     * Signs a user in.
     *
     * @param code of the second factor, or null
     * @param address that they sign in from
     * @return the token, or {@code unauthenticated}
     * @throws ProblemException {@code too_many_requests} after many failures, or while too many others sign in
     */
    CompletionStage<Tokens.Token> signInUser(String username, String password, String code, String address) {
        return throttle.attempt(nameOf(username), address, () -> userToken(username, password, code))
                .thenApply(token -> token.orElseThrow(SignInService::refusal));
    }

    /**
     * Signs a client in.
     *
     * @return the token, or {@code unauthenticated}
     * @throws ProblemException {@code too_many_requests}, as of users
     */
    CompletionStage<Tokens.Token> signInClient(String clientId, String secret, String address) {
        return throttle.attempt(
                        "client/" + clientId.toLowerCase(Locale.ROOT), address, () -> clientToken(clientId, secret))
                .thenApply(token -> token.orElseThrow(SignInService::refusal));
    }

    /** The name by which attempts at a user are counted. */
    static String nameOf(String username) {
        return "user/" + username;
    }

    /** A token for a user as they are now, perhaps one that is good for nothing but the next step they have to take. */
    Tokens.Token tokenFor(User user) {
        return tokens.forUser(user, pending.of(user));
    }

    @ActivateRequestContext
    Optional<Tokens.Token> userToken(String username, String password, String code) {
        Optional<User> user = users.named(username);
        boolean right = Secrets.matches(password, user.map(User::passwordHash).orElse(null));
        return user.filter(found -> right && found.status() == AccountStatus.ACTIVE)
                .filter(found -> !found.hasSecondFactor() || code != null && secondFactors.use(found.id(), code))
                .map(this::tokenFor);
    }

    @ActivateRequestContext
    Optional<Tokens.Token> clientToken(String clientId, String secret) {
        Optional<Client> client = id(clientId).flatMap(clients::findByIdOptional);
        boolean right = matchesOneOf(client.map(Client::secrets).orElse(List.of()), secret);
        return client.filter(found -> right && found.status() == AccountStatus.ACTIVE)
                .map(tokens::forClient);
    }

    /** A wrong secret takes the time of as many comparisons whether there is one secret, two or no such client. */
    private static boolean matchesOneOf(List<ClientSecret> good, String secret) {
        for (int i = 0; i < Client.MOST_SECRETS; i++) {
            if (Secrets.matches(secret, i < good.size() ? good.get(i).hash() : null)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(Formats.uuid(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static ProblemException refusal() {
        return ProblemException.variant(ErrorCode.UNAUTHENTICATED, "credentials");
    }
}
