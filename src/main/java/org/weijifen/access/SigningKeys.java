package org.weijifen.access;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jboss.logging.Logger;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Faults;
import org.weijifen.platform.KeyEncryption;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlWork;
import org.weijifen.platform.Writes;
import org.weijifen.platform.database.StartRefusal;

/**
 * The keys that tokens are signed and verified with: 256 random bits each, kept encrypted in the database. All instances share
 * them, and restarts leave tokens valid. The newest signs; the earlier ones verify what they have signed until it has expired.
 *
 * <p>Tokens are signed with HMAC (HS256), since nobody but this service verifies them; pairs of keys would only be worth their
 * upkeep if somebody else had to.
 */
@Singleton
final class SigningKeys {
    /** From then on another one signs, by itself. */
    private static final Duration ROTATED_AFTER = Duration.ofDays(30);

    private static final Logger LOG = Logger.getLogger(SigningKeys.class);
    private static final String ALGORITHM = "HmacSHA256";
    /** Before the first user is created, and before anything signs. */
    private static final int EARLY = 100;
    /** Between two readings for tokens with an unknown key: anybody can make up such tokens. */
    private static final long LEAST_PAUSE_NANOSECONDS = Duration.ofSeconds(1).toNanos();

    private final SigningKeyRows rows;
    private final KeyEncryption encryption;
    private final DevelopmentData developmentData;
    private final Snapshots snapshots;
    private final Writes writes;
    private final SecurityLog log;
    private final Clock clock;
    private final AtomicLong readAt = new AtomicLong(System.nanoTime());
    /** Which rows the log has told of. */
    private final Set<UUID> unopened = new HashSet<>();

    private volatile KeyRing ring = KeyRing.EMPTY;

    SigningKeys(
            SigningKeyRows rows,
            KeyEncryption encryption,
            DevelopmentData developmentData,
            Snapshots snapshots,
            Writes writes,
            SecurityLog log,
            Clock clock) {
        this.rows = rows;
        this.encryption = encryption;
        this.developmentData = developmentData;
        this.snapshots = snapshots;
        this.writes = writes;
        this.log = log;
        this.clock = clock;
    }

    /** A distributed database can't be written while one of its servers is lost, but it can be read. */
    void start(@Observes @Priority(EARLY) StartupEvent event) {
        List<SigningKeyRows.Row> found = snapshots.lookUp(SigningKeyRows::list);
        requireOpen(found);
        if (LaunchMode.current().isProduction()) {
            developmentData.refuse(found.isEmpty());
        }
        renew(found);
        read();
    }

    /** Encrypts by the first key-encryption key what another one has encrypted. */
    private void renew(List<SigningKeyRows.Row> found) {
        try {
            for (SigningKeyRows.Row row : found) {
                encryption
                        .renew(row.encrypted(), row.context())
                        .ifPresent(renewed -> writes.write(SigningKeyRows.replacing(row, renewed)));
            }
        } catch (ProblemException e) {
            LOG.warnf("signing keys stay encrypted by an earlier key: %s", Faults.describe(e));
        }
    }

    private void requireOpen(List<SigningKeyRows.Row> found) {
        for (SigningKeyRows.Row row : found) {
            if (!encryption.opens(row.encrypted())) {
                throw (KeyEncryption.isPublished(row.encrypted())
                                ? StartRefusal.DEVELOPMENT_DATA
                                : StartRefusal.SECRETS_LOCKED)
                        .with()
                        .andStop();
            }
        }
    }

    /** So each instance knows within five seconds what another has made or ended. */
    @Scheduled(identity = "signing-keys", every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void refresh() {
        // Not before the start has looked at what there is.
        if (!ring.keys().isEmpty()) {
            readAgain();
        }
    }

    /** Reads the keys. Where there are none, as on a new database, it makes one. */
    private synchronized void read() {
        readAt.set(System.nanoTime());
        List<SigningKeyRows.Row> found = snapshots.lookUp(SigningKeyRows::list);
        if (found.isEmpty()) {
            change(connection -> rows.add(connection, KeyRing.FIRST));
        } else {
            take(found);
        }
    }

    /** Changes rows, and takes them as they are then. */
    private synchronized void change(Change change) {
        SqlWork<List<SigningKeyRows.Row>, RuntimeException> work = connection -> {
            change.in(connection);
            return SigningKeyRows.list(connection);
        };
        take(writes.write(work));
    }

    private interface Change {
        void in(Connection connection) throws SQLException;
    }

    private void take(List<SigningKeyRows.Row> found) {
        Map<UUID, SecretKey> known = new HashMap<>();
        ring.keys().forEach(key -> known.put(key.id(), key.secret()));
        List<KeyRing.Made> made = new ArrayList<>();
        for (SigningKeyRows.Row row : found) {
            if (known.containsKey(row.id())) {
                made.add(row.with(known.get(row.id())));
            } else if (encryption.opens(row.encrypted())) {
                made.add(row.with(new SecretKeySpec(encryption.decrypt(row.encrypted(), row.context()), ALGORITHM)));
            } else if (unopened.add(row.id())) {
                LOG.warnf("none of the key-encryption keys opens the signing key %s", row.id());
            }
        }
        ring = KeyRing.of(made);
    }

    /** The keys as this instance knows them. */
    List<SigningKey> all() {
        return ring.keys();
    }

    /** The key that signs now. */
    SigningKey signing() {
        return ring.signing(clock.instant()).orElseThrow();
    }

    /** The key of this id, unless there is none or it has ended. */
    Optional<SigningKey> verifying(UUID id) {
        return ring.verifying(id, clock.instant());
    }

    /**
     * Whether the keys should be read once more for a token whose key is unknown here: perhaps another instance has made it. False
     * when they were read less than a second ago, because anybody can make up such tokens.
     */
    boolean mayReadAgain() {
        long now = System.nanoTime();
        long before = readAt.get();
        return now - before >= LEAST_PAUSE_NANOSECONDS && readAt.compareAndSet(before, now);
    }

    /** Reads the keys. While there is no database, those that were read last stay in force. */
    void readAgain() {
        try {
            read();
        } catch (ProblemException e) {
            // Every request that needs the database tells of it.
        }
    }

    /**
     * Makes the key that signs next, in {@link KeyRing#SPREADING}, when all instances know it. While one waits for that, there is no
     * other.
     */
    void rotate(Call call) {
        change(connection -> {
            List<SigningKeyRows.Row> found = SigningKeyRows.list(connection);
            Instant now = clock.instant();
            boolean waits = ringOf(found)
                    .newest()
                    .filter(key -> key.signsFrom().isAfter(now))
                    .isPresent();
            if (!waits) {
                Optional<UUID> added =
                        rows.add(connection, found.get(found.size() - 1).generation() + 1);
                if (added.isPresent()) {
                    log.append(connection, List.of(event(SecurityEventKind.ADD, added.get(), call)));
                }
            }
        });
    }

    /**
     * Ends a key and whatever it has signed: here at once, and on the other instances as soon as they read the keys.
     *
     * @throws ProblemException {@code not_found}; {@code signing_key_in_use} for the one that signs
     */
    void end(UUID id, Call call) {
        change(connection -> {
            boolean signs = ringOf(SigningKeyRows.list(connection))
                    .signing(clock.instant())
                    .filter(key -> key.id().equals(id))
                    .isPresent();
            if (signs) {
                throw ProblemException.of(ErrorCode.SIGNING_KEY_IN_USE);
            }
            if (SigningKeyRows.delete(connection, id) == 0) {
                throw ProblemException.variant(ErrorCode.NOT_FOUND, "signing-key", id.toString());
            }
            log.append(connection, List.of(event(SecurityEventKind.REMOVE, id, call)));
        });
    }

    private static SecurityEvent event(SecurityEventKind kind, UUID id, Call call) {
        return SecurityEvent.of(kind, call).about("signing-key", id);
    }

    /** Lets another key sign when the newest has become old. */
    void rotateWhenOld() {
        Instant now = clock.instant();
        if (ring.newest()
                .filter(key -> !key.createdAt().plus(ROTATED_AFTER).isAfter(now))
                .isPresent()) {
            rotate(Call.internal("rotate-signing-keys"));
        }
    }

    /** Deletes the keys whose tokens have all expired. */
    void forgetEnded() {
        Instant now = clock.instant();
        if (all().stream().anyMatch(key -> key.hasEnded(now))) {
            change(connection -> {
                for (SigningKey key : ringOf(SigningKeyRows.list(connection)).keys()) {
                    if (key.hasEnded(now)) {
                        SigningKeyRows.delete(connection, key.id());
                    }
                }
            });
        }
    }

    /** What rows say of times, without their secrets. */
    private static KeyRing ringOf(List<SigningKeyRows.Row> found) {
        return KeyRing.of(found.stream().map(row -> row.with(null)).toList());
    }
}
