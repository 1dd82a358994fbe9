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
    private static final String USER = "user";
    private static final String CLIENT = "client";

    private final Users users;
    private final Clients clients;
    private final Tokens tokens;
    private final SignInThrottle throttle;
    private final SecondFactors secondFactors;
    private final PendingSteps pending;
    private final Accounts accounts;
    private final SecurityLog log;

    SignInService(
            Users users,
            Clients clients,
            Tokens tokens,
            SignInThrottle throttle,
            SecondFactors secondFactors,
            PendingSteps pending,
            Accounts accounts,
            SecurityLog log) {
        this.users = users;
        this.clients = clients;
        this.tokens = tokens;
        this.throttle = throttle;
        this.secondFactors = secondFactors;
        this.pending = pending;
        this.accounts = accounts;
        this.log = log;
    }

    /** Who has signed in, with the token. */
    record SignedIn(UUID account, Tokens.Token token) {}

    /**
     * Signs a user in. It answers only when that is in the security log.
     *
     * @param code of the second factor, or null
     * @param address that they sign in from
     * @return the token, or {@code unauthenticated}
     * @throws ProblemException {@code too_many_requests} after many failures, or while too many others sign in
     */
    CompletionStage<Tokens.Token> signInUser(
            String username, String password, String code, String address, String requestId) {
        return throttle.attempt(nameOf(username), address, () -> userToken(username, password, code, requestId))
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

    /** The name by which attempts at a user are counted. */
    static String nameOf(String username) {
        return "user/" + username;
    }

    /** A token for a user as they are now, perhaps one that is good for nothing but the next step they have to take. */
    Tokens.Token tokenFor(User user) {
        // Its first request may come before this instance reads the accounts again.
        accounts.learn(user);
        return tokens.forUser(user, pending.of(user));
    }

    @ActivateRequestContext
    Optional<SignedIn> userToken(String username, String password, String code, String requestId) {
        Optional<User> user = users.named(username);
        boolean right = Secrets.matches(password, user.map(User::passwordHash).orElse(null));
        Optional<SignedIn> signedIn = user.filter(found -> right && found.status() == AccountStatus.ACTIVE)
                .filter(found -> !found.hasSecondFactor() || code != null && secondFactors.use(found.id(), code))
                .map(found -> new SignedIn(found.id(), tokenFor(found)));
        if (signedIn.isEmpty()) {
            countRefusal(USER, user.map(User::id).orElse(null), requestId);
        }
        return signedIn;
    }

    @ActivateRequestContext
    Optional<SignedIn> clientToken(String clientId, String secret, String requestId) {
        Optional<Client> client = id(clientId).flatMap(clients::findByIdOptional);
        boolean right = matchesOneOf(client.map(Client::secrets).orElse(List.of()), secret);
        Optional<SignedIn> signedIn = client.filter(found -> right && found.status() == AccountStatus.ACTIVE)
                .map(found -> {
                    accounts.learn(found);
                    return new SignedIn(found.id(), tokens.forClient(found));
                });
        if (signedIn.isEmpty()) {
            countRefusal(CLIENT, client.map(Client::id).orElse(null), requestId);
        }
        return signedIn;
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
