package org.weijifen.points;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.community.Communities;
import org.weijifen.ledger.Cause;
import org.weijifen.ledger.Moves;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Formats;
import org.weijifen.platform.Page;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.MemberId;

/** Statements of members' points. */
@Singleton
final class MemberStatements {

    /** A transaction as one member sees it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "StatementItem")
    public record StatementItem(
            @Schema(description = "Number of the transaction in the books")
            long sequence,

            TransactionKind kind,

            @Schema(description = "The day it belongs to, in the community's time zone")
            LocalDate effectiveOn,

            Instant recordedAt,

            @Schema(description = "Change of what the member can spend, less what the member owes", examples = "-120")
            long points,

            @Schema(description = "The same after it; below zero is owed")
            long balanceAfter,

            @Schema(description = "Change of what is reserved for open redemptions", examples = "120")
            long held,

            @Schema(
                    nullable = true,
                    description = "What it is about",
                    examples = "redemption/01890a5d-ac96-774b-bcce-b302099a8057")
            String subject,

            @Schema(nullable = true, description = "How many times or hours of a task")
            Long quantity,

            @Schema(nullable = true) String reason,

            @Schema(nullable = true, description = "The caller's own document number")
            String reference,

            @Schema(nullable = true, description = "Number of the transaction that this one takes back")
            Long reverses,

            @Schema(nullable = true, description = "Number of the transaction that takes this one back")
            Long reversedBy) {

        private long balanceBefore() {
            return balanceAfter - points;
        }
    }

    /** A position between two transactions: the number of the newer one, and the balance before it. */
    record Position(long sequence, long balance) {

        /**
         * Reads a position from a cursor; null for the newest.
         *
         * @throws ProblemException {@code invalid_cursor}
         */
        static Position read(String cursor) {
            return Cursor.read(
                    cursor,
                    2,
                    keys -> new Position(Formats.wholeNumber(keys.get(0)), Formats.wholeNumber(keys.get(1))));
        }
    }

    private final Snapshots snapshots;
    private final Communities communities;

    MemberStatements(Snapshots snapshots, Communities communities) {
        this.snapshots = snapshots;
        this.communities = communities;
    }

    /**
     * A page of a member's statement, the newest first. The cursor contains the balance, so the cost of a page does not
     * depend on the length of the history.
     *
     * @throws ProblemException {@code not_found}
     */
    Page<StatementItem> page(String community, MemberId memberId, Position from, int limit) {
        UUID communityId = communities.idOf(community);
        List<StatementItem> items = snapshots.read(connection -> {
            requireMember(connection, communityId, memberId);
            Position start =
                    from == null ? new Position(Long.MAX_VALUE, spendable(connection, communityId, memberId)) : from;
            return items(connection, communityId, memberId, start, limit + 1);
        });
        return Page.of(items, limit, item -> Cursor.after(item.sequence(), item.balanceBefore()));
    }

    /**
     * Checks that the community has this member.
     *
     * @throws ProblemException {@code not_found}
     */
    static void requireMember(Connection connection, UUID communityId, MemberId memberId) throws SQLException {
        SqlQuery member = SqlQuery.of(
                communityId,
                "select 1 from member m where m.community_id = :community and m.id between ? and ? order by m.id",
                memberId,
                memberId);
        if (member.list(connection, row -> row.getInt(1)).isEmpty()) {
            throw ProblemException.variant(ErrorCode.NOT_FOUND, "member", memberId.toString());
        }
    }

    /**
     * Available points less arrears. Lapsed points count until their expiry is posted, which is then an item of the
     * statement.
     */
    private static long spendable(Connection connection, UUID communityId, MemberId memberId) throws SQLException {
        return SqlQuery.of(communityId, """
                select coalesce(sum(a.balance), 0)::bigint from account a
                where a.community_id = :community and a.owner = ? and a.type in ('available', 'arrears')
                """, memberId)
                .list(connection, rows -> rows.getLong(1))
                .get(0);
    }

    /**
     * Looks up the accounts and the transaction of each posting by their keys: see {@link
     * org.weijifen.ledger.TransactionRows}.
     */
    private static List<StatementItem> items(
            Connection connection, UUID communityId, MemberId memberId, Position start, int limit) throws SQLException {
        List<StatementItem> items = new ArrayList<>();
        SqlQuery.of(communityId, """
                select s.sequence, t.kind, t.effective_on, t.recorded_at, s.points, s.held, %s, t.quantity,
                       t.reason, t.reference, t.reverses, r.sequence
                from (select m.sequence,
                             sum(case when m.to_type in ('available', 'arrears') then m.amount else 0 end
                                 - case when m.from_type in ('available', 'arrears') then m.amount else 0 end)::bigint as points,
                             sum(case when m.to_type = 'held' then m.amount else 0 end
                                 - case when m.from_type = 'held' then m.amount else 0 end)::bigint as held
                      from %s m where m.owner = ? and m.sequence < ?
                      group by m.sequence order by m.sequence desc limit ?) s
                cross join lateral (select t.* from ledger_transaction t
                    where t.community_id = :community and t.sequence between s.sequence and s.sequence
                    order by t.sequence) t
                left join lateral (select r.sequence from ledger_transaction r
                    where r.community_id = :community and r.reverses between s.sequence and s.sequence
                    order by r.reverses) r on true
                order by s.sequence desc
                """.formatted(Cause.TEXT_SQL, Moves.OF_COMMUNITY), memberId, start.sequence(), limit)
                .forEach(
                        connection,
                        row -> items.add(item(
                                row,
                                items.isEmpty()
                                        ? start.balance()
                                        : items.get(items.size() - 1).balanceBefore())));
        return items;
    }

    private static StatementItem item(ResultSet row, long balanceAfter) throws SQLException {
        return new StatementItem(
                row.getLong(1),
                TransactionKind.ofCode(row.getString(2)).orElseThrow(),
                row.getObject(3, LocalDate.class),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                row.getLong(5),
                balanceAfter,
                row.getLong(6),
                row.getString(7),
                row.getObject(8, Long.class),
                row.getString(9),
                row.getString(10),
                row.getObject(11, Long.class),
                row.getObject(12, Long.class));
    }
}
