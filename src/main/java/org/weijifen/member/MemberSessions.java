package org.weijifen.member;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.weijifen.access.Accounts;
import org.weijifen.access.Minter;
import org.weijifen.access.SecurityEvent;
import org.weijifen.access.SecurityEventKind;
import org.weijifen.access.SecurityLog;
import org.weijifen.access.Tokens;
import org.weijifen.ledger.Edit;
import org.weijifen.ledger.Projection;
import org.weijifen.ledger.Script;
import org.weijifen.ledger.Transaction;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Ids;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.Writes;
import org.weijifen.platform.id.MemberId;

/** The tokens of members that are still good, so that a member can see them and end one that is on a lost phone. */
@Singleton
class MemberSessions implements Projection {
    private static final String GIVEN_OUT =
            "from member_session s where s.community_id = :community and s.member_id = ? and s.expires_at > ?";

    /** More than a member has phones; each phone asks for a token every hour. */
    private static final int MOST_LISTED = 200;

    private final Tokens tokens;
    private final Accounts accounts;
    private final Writes writes;
    private final SecurityLog log;
    private final Snapshots snapshots;
    private final Clock clock;

    MemberSessions(Tokens tokens, Accounts accounts, Writes writes, SecurityLog log, Snapshots snapshots, Clock clock) {
        this.tokens = tokens;
        this.accounts = accounts;
        this.writes = writes;
        this.log = log;
        this.snapshots = snapshots;
        this.clock = clock;
    }

    /**
     * A token that was given out for a member.
     *
     * @param minter who got it: {@code client/<id>} or {@code user/<id>}
     */
    record Session(UUID id, String minter, Instant createdAt, Instant expiresAt) {}

    /** Gives out a token, and forgets those of this member that have expired. */
    Tokens.Token open(UUID communityId, String community, MemberId memberId, Minter minter, Call call) {
        UUID id = Ids.next();
        writes.write(connection -> {
            SqlQuery.of(
                            communityId,
                            "delete from member_session where community_id = :community and member_id = ? and expires_at <= ?",
                            memberId,
                            now())
                    .update(connection);
            SqlQuery.of(
                            communityId,
                            "insert into member_session (community_id, member_id, id, minter, created_at, expires_at)"
                                    + " values (:community, ?, ?, ?, ?, ?)",
                            memberId,
                            id,
                            minter.name(),
                            now(),
                            OffsetDateTime.ofInstant(tokens.expiry(), ZoneOffset.UTC))
                    .update(connection);
            log.append(connection, List.of(event(SecurityEventKind.MINT, communityId, memberId, call)));
            return id;
        });
        return tokens.forMember(memberId, community, id, minter);
    }

    /** The sessions of a member, newest first. */
    List<Session> list(UUID communityId, MemberId memberId) {
        return snapshots.lookUp(connection -> SqlQuery.of(
                        communityId,
                        "select s.id, s.minter, s.created_at, s.expires_at " + GIVEN_OUT
                                + " and not exists (select from ended_session e where e.id = s.id) order by s.id desc limit "
                                + MOST_LISTED,
                        memberId,
                        now())
                .list(
                        connection,
                        row -> new Session(
                                row.getObject(1, UUID.class),
                                row.getString(2),
                                row.getObject(3, OffsetDateTime.class).toInstant(),
                                row.getObject(4, OffsetDateTime.class).toInstant())));
    }

    /**
     * Ends a session. One that was ended before stays so.
     *
     * @throws ProblemException {@code not_found}
     */
    void end(UUID communityId, MemberId memberId, UUID id, Call call) {
        Instant expiresAt = writes.write(connection -> {
            Instant until = SqlQuery.of(
                            communityId, "select s.expires_at " + GIVEN_OUT + " and s.id = ?", memberId, now(), id)
                    .list(connection, row -> row.getObject(1, OffsetDateTime.class)
                            .toInstant())
                    .stream()
                    .findFirst()
                    .orElseThrow(() -> ProblemException.of(ErrorCode.NOT_FOUND));
            accounts.end(connection, id, until);
            log.append(connection, List.of(event(SecurityEventKind.SIGN_OUT, communityId, memberId, call)));
            return until;
        });
        accounts.learnEnd(id, expiresAt);
    }

    private static SecurityEvent event(SecurityEventKind kind, UUID communityId, MemberId memberId, Call call) {
        return SecurityEvent.of(kind, call).in(communityId).about("member", memberId);
    }

    /** Posting ends no session. */
    @Override
    public void posted(List<Transaction> transactions, Script script) {}

    /** Ends all sessions of members who have left. */
    @Override
    public void edited(Connection connection, List<Edit<?>> edits) throws SQLException {
        List<Edit<?>> left = edits.stream()
                .filter(edit -> edit.after() instanceof Member member
                        && member.details().status() == MemberStatus.LEFT)
                .toList();
        if (!left.isEmpty()) {
            Script script = new Script();
            script.add("""
                    insert into ended_session (id, expires_at)
                    select s.id, s.expires_at from :rows(member_id)
                    join member_session s on s.community_id = n.community_id and s.member_id = n.member_id
                    on conflict do nothing
                    """, columns -> {
                columns.communities(left.stream().map(Edit::communityId));
                columns.uuids(left.stream().map(Edit::id));
            });
            script.execute(connection);
        }
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant().truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC);
    }
}
