package org.weijifen.access;

import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Formats;
import org.weijifen.platform.ProblemException;

/**
 * Exchanges credentials for a token. An unknown name, a wrong secret and a disabled account get the same answer after
 * the same work, so that nobody finds out who has an account.
 */
@Singleton
class SignInService {
    private final Users users;
    private final Clients clients;
    private final Tokens tokens;
    private final SignInThrottle throttle;

    SignInService(Users users, Clients clients, Tokens tokens, SignInThrottle throttle) {
        this.users = users;
        this.clients = clients;
        this.tokens = tokens;
        this.throttle = throttle;
    }

    /**
     * Signs a user in.
     *
     * @param address that they sign in from
     * @return the token, or {@code unauthenticated}
     * @throws ProblemException {@code too_many_requests} after many failures, or while too many others sign in
     */
    CompletionStage<Tokens.Token> signInUser(String username, String password, String address) {
        return throttle.attempt("user/" + username, address, () -> userToken(username, password))
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

    @ActivateRequestContext
    Optional<Tokens.Token> userToken(String username, String password) {
        Optional<User> user = users.named(username);
        boolean right = Secrets.matches(password, user.map(User::passwordHash).orElse(null));
        return user.filter(found -> right && found.status() == AccountStatus.ACTIVE)
                .map(tokens::forUser);
    }

    @ActivateRequestContext
    Optional<Tokens.Token> clientToken(String clientId, String secret) {
        Optional<Client> client = id(clientId).flatMap(clients::findByIdOptional);
        boolean right = Secrets.matches(secret, client.map(Client::secretHash).orElse(null));
        return client.filter(found -> right && found.status() == AccountStatus.ACTIVE)
                .map(tokens::forClient);
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
