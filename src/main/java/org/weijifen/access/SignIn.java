package org.weijifen.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.quarkus.elytron.security.common.BcryptUtil;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/**
 * Signs users and clients in. Whatever is wrong, the answer is the same and takes as long, so that nobody learns which
 * names there are; and one name can be tried only so often a minute.
 */
@Singleton
class SignIn {
    private static final int THROTTLED_NAMES = 10_000;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    /** Stands in for the hash of a name that is not there. */
    private static final String NO_HASH =
            BcryptUtil.bcryptHash(UUID.randomUUID().toString());

    private final Accounts accounts;
    private final Tokens tokens;
    private final AccessConfig config;
    private final Cache<String, Bucket> attempts = Caffeine.newBuilder()
            .maximumSize(THROTTLED_NAMES)
            .expireAfterAccess(WINDOW.multipliedBy(2))
            .build();

    /** Who signs in, once the secret is found to be theirs. */
    private record Identity(UUID id, String role, List<String> communities, String hash, boolean active) {}

    SignIn(Accounts accounts, Tokens tokens, AccessConfig config) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.config = config;
    }

    /**
     * A token for a user.
     *
     * @throws ProblemException {@code unauthenticated} or {@code too_many_requests}
     */
    Tokens.Token user(String username, String password) {
        throttle("user " + username);
        return issue(
                accounts.userNamed(username)
                        .map(user -> new Identity(
                                user.id(),
                                user.role().role(),
                                user.communities(),
                                user.passwordHash(),
                                user.isActive())),
                password);
    }

    /**
     * A token for a client.
     *
     * @throws ProblemException {@code unauthenticated} or {@code too_many_requests}
     */
    Tokens.Token client(UUID clientId, String clientSecret) {
        throttle("client " + clientId);
        return issue(
                accounts.findClient(clientId)
                        .map(client -> new Identity(
                                client.id(),
                                Role.INTEGRATOR,
                                client.communities(),
                                client.secretHash(),
                                client.isActive())),
                clientSecret);
    }

    private Tokens.Token issue(Optional<Identity> identity, String secret) {
        boolean matches =
                BcryptUtil.matches(secret, identity.map(Identity::hash).orElse(NO_HASH));
        return identity.filter(known -> matches && known.active())
                .map(known -> tokens.issue(known.id(), known.role(), known.communities()))
                .orElseThrow(() -> ProblemException.variant(ErrorCode.UNAUTHENTICATED, "credentials"));
    }

    private void throttle(String who) {
        ConsumptionProbe probe = attempts.get(who, any -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(config.attemptsPerMinute())
                                .refillGreedy(config.attemptsPerMinute(), WINDOW))
                        .build())
                .tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw ProblemException.of(
                    ErrorCode.TOO_MANY_REQUESTS, TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1);
        }
    }
}
