package org.weijifen.access;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import org.weijifen.platform.database.SettingsCheck;

/** The signing keys as of one moment, and which of them does what. It does not change. */
final class KeyRing {
    /** So long a new key does not sign. Meanwhile each instance reads it, see {@link SigningKeys#refresh}. */
    static final Duration SPREADING = Duration.ofSeconds(10);

    /** After the next key signs: the longest life of a token, and an hour for clocks that differ. */
    static final Duration VERIFYING = SettingsCheck.LONGEST_TOKEN_TTL.plus(Duration.ofHours(1));

    /** The generation of a database's first key. */
    static final int FIRST = 1;

    /** None, before they have been read. */
    static final KeyRing EMPTY = of(List.of());

    private final List<SigningKey> keys;
    private final Map<UUID, SigningKey> byId;

    private KeyRing(List<SigningKey> keys) {
        this.keys = keys;
        this.byId = keys.stream().collect(Collectors.toUnmodifiableMap(SigningKey::id, Function.identity()));
    }

    /** A key as it was made. Its text shows nothing of the secret. */
    record Made(UUID id, int generation, SecretKey secret, Instant createdAt) {
        /** The first of all signs at once, since there is no other. */
        Instant signsFrom() {
            return generation <= FIRST ? createdAt : createdAt.plus(SPREADING);
        }
    }

    /** The keys in the order in which they sign. */
    static KeyRing of(List<Made> made) {
        List<SigningKey> keys = new ArrayList<>();
        for (int i = 0; i < made.size(); i++) {
            Made key = made.get(i);
            Instant verifiesUntil =
                    i + 1 == made.size() ? null : made.get(i + 1).signsFrom().plus(VERIFYING);
            keys.add(new SigningKey(key.id(), key.secret(), key.createdAt(), key.signsFrom(), verifiesUntil));
        }
        return new KeyRing(List.copyOf(keys));
    }

    /** All of them, in the order in which they sign. */
    List<SigningKey> keys() {
        return keys;
    }

    /** The key that signs: the newest that every instance knows by now. */
    Optional<SigningKey> signing(Instant now) {
        return keys.stream()
                .filter(key -> !key.signsFrom().isAfter(now))
                .reduce((first, last) -> last)
                // By a clock that was set back none has begun yet.
                .or(() -> keys.stream().findFirst());
    }

    /** The key that signed a token, unless its tokens have ended. */
    Optional<SigningKey> verifying(UUID id, Instant now) {
        return Optional.ofNullable(byId.get(id)).filter(key -> !key.hasEnded(now));
    }

    /** The key that was made last. */
    Optional<SigningKey> newest() {
        return keys.stream().reduce((first, last) -> last);
    }
}
