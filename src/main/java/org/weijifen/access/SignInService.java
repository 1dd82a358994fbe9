package org.weijifen.access;

import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
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
     * @throws ProblemException {@code unauthenticated}, or {@code too_many_requests} after many failures
     */
    Tokens.Token signInUser(String username, String password) {
        String name = "user/" + username;
        throttle.attempt(name);
        Optional<User> user = users.named(username);
        boolean right = throttle.check(
                () -> Secrets.matches(password, user.map(User::passwordHash).orElse(null)));
        User known = user.filter(found -> right && found.status() == AccountStatus.ACTIVE)
                .orElseThrow(SignInService::refusal);
        throttle.succeeded(name);
        return tokens.forUser(known);
    }

    /**
     * Signs a client in.
     *
     * @throws ProblemException {@code unauthenticated}, or {@code too_many_requests} after many failures
     */
    Tokens.Token signInClient(String clientId, String secret) {
        String name = "client/" + clientId.toLowerCase(Locale.ROOT);
        throttle.attempt(name);
        Optional<Client> client = id(clientId).flatMap(clients::findByIdOptional);
        boolean right = throttle.check(
                () -> Secrets.matches(secret, client.map(Client::secretHash).orElse(null)));
        Client known = client.filter(found -> right && found.status() == AccountStatus.ACTIVE)
                .orElseThrow(SignInService::refusal);
        throttle.succeeded(name);
        return tokens.forClient(known);
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
