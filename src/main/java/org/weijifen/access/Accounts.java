package org.weijifen.access;

import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.Writes;
import org.weijifen.platform.id.TaskId;

/**
 * Which tokens are still good, so that no request has to look its account up. Each user and client has an epoch, and each of
 * their tokens carries it. What ends the tokens of an account, such as a new password, begins a new epoch. One token can be
 * ended by its own id. Each instance reads both every two seconds, and knows at once what it has changed itself.
 */
@Startup
@Singleton
public final class Accounts {
    private static final String ALL = """
            select id, epoch, status = 'active', '{}'::uuid[], null::bigint, epoch from access_user
            union all
            select id, epoch, status = 'active', task_ids, points_per_day, minting_epoch from access_client
            """;
    private static final String ENDED = "select id, expires_at from ended_session where expires_at > ?";

    /** How far the clocks of instances may be apart. */
    private static final Duration SKEW = Duration.ofSeconds(10);

    private static final State UNKNOWN = new State(Integer.MIN_VALUE, false, CreditLimits.NONE, Integer.MIN_VALUE);

    /** What a token is worth here. */
    enum Standing {
        GOOD,
        ENDED,
        /** Another instance has made or changed the account, and this one will know in two seconds. */
        NOT_KNOWN_YET
    }

    /**
     * An account in its latest epoch.
     *
     * @param mintingEpoch that of the tokens that it gets for members
     */
    private record State(int epoch, boolean active, CreditLimits limits, int mintingEpoch) {
        static State read(ResultSet row) throws SQLException {
            Array tasks = row.getArray(4);
            return new State(
                    row.getInt(2),
                    row.getBoolean(3),
                    new CreditLimits(
                            Arrays.stream((UUID[]) tasks.getArray())
                                    .map(TaskId::new)
                                    .collect(Collectors.toUnmodifiableSet()),
                            row.getObject(5, Long.class)),
                    row.getInt(6));
        }

        State asMinter() {
            return new State(mintingEpoch, active, limits, mintingEpoch);
        }

        State later(State other) {
            return other.epoch > epoch ? other : this;
        }
    }

    private final Map<UUID, State> states = new ConcurrentHashMap<>();
    private final Map<UUID, Instant> endedSessions = new ConcurrentHashMap<>();
    private final Snapshots snapshots;
    private final Writes writes;
    private final SecurityLog log;
    private final Clock clock;
    private volatile Instant readAt;

    Accounts(Snapshots snapshots, Writes writes, SecurityLog log, Clock clock) {
        this.snapshots = snapshots;
        this.writes = writes;
        this.log = log;
        this.clock = clock;
        read();
    }

    /** While there is no database, what was read last stays in force: other requests can't do much then either. */
    @Scheduled(identity = "accounts", every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void refresh() {
        try {
            read();
        } catch (ProblemException e) {
            // Every request that needs the database tells of it.
        }
    }

    private void read() {
        Instant now = clock.instant();
        snapshots.read(connection -> {
            new SqlQuery(ALL).forEach(connection, row -> learn(row.getObject(1, UUID.class), State.read(row)));
            new SqlQuery(ENDED, now())
                    .forEach(
                            connection,
                            row -> endedSessions.put(
                                    row.getObject(1, UUID.class),
                                    row.getObject(2, OffsetDateTime.class).toInstant()));
            return null;
        });
        endedSessions.values().removeIf(now::isAfter);
        readAt = now;
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private void learn(UUID id, State state) {
        states.merge(id, state, State::later);
    }

    /** Takes note of what was committed here. */
    void learn(User user) {
        learn(
                user.id(),
                new State(user.epoch(), user.status() == AccountStatus.ACTIVE, CreditLimits.NONE, user.epoch()));
    }

    /** Takes note of what was committed here. */
    void learn(Client client) {
        learn(
                client.id(),
                new State(
                        client.epoch(),
                        client.status() == AccountStatus.ACTIVE,
                        client.limits(),
                        client.mintingEpoch()));
    }

    /** What a verified token is worth. A member's token is worth what it was when somebody got it for them. */
    Standing standing(JsonWebToken token) {
        if (endedSessions.containsKey(UUID.fromString(token.getTokenID()))) {
            return Standing.ENDED;
        }
        String minter = token.getClaim(Caller.MINTER_CLAIM);
        State state = minter == null
                ? stateOf(UUID.fromString(token.getSubject()))
                : stateOf(Caller.idOfMinter(minter)).asMinter();
        int epoch = epochOf(token);
        if (state.epoch() == epoch) {
            return state.active() ? Standing.GOOD : Standing.ENDED;
        }
        return state.epoch() < epoch && isNew(token) ? Standing.NOT_KNOWN_YET : Standing.ENDED;
    }

    private State stateOf(UUID id) {
        return states.getOrDefault(id, UNKNOWN);
    }

    /**
     * Refuses a token that has ended, also while its request was on the way.
     *
     * @throws ProblemException {@code unauthenticated}; {@code overloaded} while the account is not known here yet
     */
    void require(JsonWebToken token) {
        switch (standing(token)) {
            case GOOD -> {}
            case ENDED -> throw ProblemException.of(ErrorCode.UNAUTHENTICATED);
            case NOT_KNOWN_YET -> throw ProblemException.of(ErrorCode.OVERLOADED);
        }
    }

    /** The epoch of the tokens that an account gets for members now. */
    int mintingEpochOf(UUID id) {
        return stateOf(id).mintingEpoch();
    }

    /** Whether another instance can have made or changed the account since this one has read them. */
    private boolean isNew(JsonWebToken token) {
        return Instant.ofEpochSecond(token.getIssuedAtTime()).plus(SKEW).isAfter(readAt);
    }

    /**
     * Looks the account of a token up, for what must not be done in the seconds before this instance learns that the account was
     * disabled.
     *
     * @throws ProblemException {@code unauthenticated} when the token is no longer good
     */
    void requireGood(JsonWebToken token) {
        UUID id = UUID.fromString(token.getSubject());
        State state = snapshots.lookUp(connection -> find(connection, id));
        learn(id, state);
        if (!state.active() || state.epoch() != epochOf(token)) {
            throw ProblemException.of(ErrorCode.UNAUTHENTICATED);
        }
    }

    private static State find(Connection connection, UUID id) throws SQLException {
        return new SqlQuery("select * from (" + ALL + ") account where id = ?", id)
                .list(connection, State::read).stream().findFirst().orElse(UNKNOWN);
    }

    private static int epochOf(JsonWebToken token) {
        return Integer.parseInt(token.getClaim(Caller.EPOCH_CLAIM).toString());
    }

    /** What a client may credit, as the epoch of its token has it. */
    CreditLimits limitsOf(UUID id) {
        return stateOf(id).limits();
    }

    /** Ends a token, and writes the line of that. */
    void signOut(UUID session, Instant expiresAt, SecurityEvent signingOut) {
        writes.write(connection -> {
            end(connection, session, expiresAt);
            log.append(connection, List.of(signingOut));
            return null;
        });
        learnEnd(session, expiresAt);
    }

    /**
     * Ends a token in a transaction; when it is committed, {@link #learnEnd} has to be told.
     *
     * @param session its id
     * @param expiresAt when it would have ended
     */
    public void end(Connection connection, UUID session, Instant expiresAt) throws SQLException {
        new SqlQuery("delete from ended_session where expires_at <= ?", now()).update(connection);
        new SqlQuery(
                        "insert into ended_session (id, expires_at) values (?, ?) on conflict do nothing",
                        session,
                        OffsetDateTime.ofInstant(expiresAt, ZoneOffset.UTC))
                .update(connection);
    }

    /** Takes note of a token that was ended here. */
    public void learnEnd(UUID session, Instant expiresAt) {
        endedSessions.put(session, expiresAt);
    }
}
