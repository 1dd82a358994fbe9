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
    private static final String USER = "user";
    private static final String CLIENT = "client";

    private final Users users;
    private final Clients clients;
    private final Tokens tokens;
    private final SignInThrottle throttle;
    private final SecurityLog log;

    SignInService(Users users, Clients clients, Tokens tokens, SignInThrottle throttle, SecurityLog log) {
        this.users = users;
        this.clients = clients;
        this.tokens = tokens;
        this.throttle = throttle;
        this.log = log;
    }

    /** Who has signed in, with the token. */
    record SignedIn(UUID account, Tokens.Token token) {}

    /**
     * Signs a user in. It answers only when that is in the security log.
     *
     * @param address that they sign in from
     * @return the token, or {@code unauthenticated}
     * @throws ProblemException {@code too_many_requests} after many failures, or while too many others sign in
     */
    CompletionStage<Tokens.Token> signInUser(String username, String password, String address, String requestId) {
        return throttle.attempt("user/" + username, address, () -> userToken(username, password, requestId))
                .thenCompose(found -> answer(found, USER, requestId));
    }

    /**
     * Signs a client in.
     *
     * @return the token, or {@code unauthenticated}
     * @throws ProblemException {@code too_many_requests}, as of users
     */
    CompletionStage<Tokens.Token> signInClient(String clientId, String secret, String address, String requestId) {
        return throttle.attempt(
                        "client/" + clientId.toLowerCase(Locale.ROOT),
                        address,
                        () -> clientToken(clientId, secret, requestId))
                .thenCompose(found -> answer(found, CLIENT, requestId));
    }

    private CompletionStage<Tokens.Token> answer(Optional<SignedIn> found, String what, String requestId) {
        SignedIn signedIn = found.orElseThrow(SignInService::refusal);
        return log.record(SecurityEvent.of(
                                SecurityEventKind.SIGN_IN, signedIn.account().toString(), requestId)
                        .about(what, signedIn.account()))
                .thenApply(written -> signedIn.token());
    }

    /** A name that nobody has is not written down: people type their passwords there. */
    private void countRefusal(String what, UUID account, String requestId) {
        log.count(SecurityEvent.of(SecurityEventKind.SIGN_IN, null, requestId)
                .about(what, account)
                .refuse());
    }

    @ActivateRequestContext
    Optional<SignedIn> userToken(String username, String password, String requestId) {
        Optional<User> user = users.named(username);
        boolean right = Secrets.matches(password, user.map(User::passwordHash).orElse(null));
        Optional<SignedIn> signedIn = user.filter(found -> right && found.status() == AccountStatus.ACTIVE)
                .map(found -> new SignedIn(found.id(), tokens.forUser(found)));
        if (signedIn.isEmpty()) {
            countRefusal(USER, user.map(User::id).orElse(null), requestId);
        }
        return signedIn;
    }

    @ActivateRequestContext
    Optional<SignedIn> clientToken(String clientId, String secret, String requestId) {
        Optional<Client> client = id(clientId).flatMap(clients::findByIdOptional);
        boolean right = Secrets.matches(secret, client.map(Client::secretHash).orElse(null));
        Optional<SignedIn> signedIn = client.filter(found -> right && found.status() == AccountStatus.ACTIVE)
                .map(found -> new SignedIn(found.id(), tokens.forClient(found)));
        if (signedIn.isEmpty()) {
            countRefusal(CLIENT, client.map(Client::id).orElse(null), requestId);
        }
        return signedIn;
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
