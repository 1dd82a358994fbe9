package org.weijifen.stock;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.community.Communities;
import org.weijifen.ledger.AccountType;
import org.weijifen.ledger.Cause;
import org.weijifen.ledger.Moves;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.Formats;
import org.weijifen.platform.Page;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.Id;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.StationId;

/**
 * Lists the movements of rewards' units. The cost of a page does not depend on the age of the books: a page reads
 * postings backwards from its position, at most {@value #WALK} of them, and then ends.
 */
@Singleton
final class Movements {
    /** The largest number of postings that one page reads. */
    static final int WALK = 10_000;

    /** The longest period, in days, whose first and last transaction are looked up to limit the reading. */
    private static final long MAX_PERIOD_DAYS = 366;

    /** A move of units of one reward from one account to another. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "StockMovement")
    public record Movement(
            @Schema(description = "Number of the transaction in the books; it may move several rewards")
            long sequence,

            TransactionKind kind,

            @Schema(description = "The day it belongs to, in the community's time zone")
            LocalDate effectiveOn,

            @Schema(nullable = true, description = "The day it really happened, where that was told of late")
            LocalDate occurredOn,

            Instant recordedAt,
            RewardId rewardId,
            String rewardCode,
            String rewardTitle,
            Side from,
            Side to,

            @Schema(description = "Units, at least 1") long quantity,

            @Schema(
                    nullable = true,
                    description =
                            "Units on the shelf they came to, or else went from, after this; absent where no shelf changes")
            Long onShelf,

            @Schema(nullable = true, description = "What each unit received has cost, in fen")
            Long unitCostFen,

            @Schema(
                    nullable = true,
                    description = "In words; of an adjustment that of its line, or else of the stocktake")
            String reason,

            @Schema(nullable = true, description = "The caller's own document number")
            String reference,

            @Schema(description = "What it is about", examples = "redemption/01890a5d-ac96-774b-bcce-b302099a8057")
            String subject,

            @JsonIgnore int position) {}

    /** One of the two accounts. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "StockMovementSide")
    public record Side(
            AccountType type,

            @Schema(
                    nullable = true,
                    description = "Where the units lie; absent at the main station, and where there is no station")
            StationId stationId,

            @Schema(description = "Units on this account after it; sources run below zero")
            long balance) {}

    /**
     * The filter; a null field matches all movements.
     *
     * @param from first effective day
     * @param to last effective day
     */
    record Filter(RewardId rewardId, StationFilter station, TransactionKind kind, LocalDate from, LocalDate to) {}

    /** The position of a posting. Older postings come after it in the list. */
    record Position(long sequence, int position) {
        static final Position NEWEST = new Position(Long.MAX_VALUE, Integer.MAX_VALUE);

        /**
         * Reads a position from a cursor; the newest without a cursor.
         *
         * @throws ProblemException {@code invalid_cursor}
         */
        static Position read(String cursor) {
            Position read = Cursor.read(
                    cursor,
                    2,
                    keys -> new Position(
                            Formats.wholeNumber(keys.get(0)), Math.toIntExact(Formats.wholeNumber(keys.get(1)))));
            return read == null ? NEWEST : read;
        }

        Cursor cursor() {
            return Cursor.after(sequence, position);
        }
    }

    private static final String ORDER = " order by t.sequence desc, t.position desc ";

    /** The data shown with a move {@code t}, each looked up by its key. */
    private static final String LOOKED_UP = """
            ) t
            left join lateral (select r.code, r.title from reward r
                where r.community_id = :community and r.id = t.owner offset 0) r on true
            left join lateral (select l.reason from stocktake_line l
                where l.community_id = :community and l.reward_id = t.owner and l.stocktake_id = t.cause_id
                  and t.cause_kind = 'stocktake' offset 0) l on true
            where t.kind is not null and t.from_type in ('supplied', 'shelf', 'reserved', 'handed-out', 'adjusted')
            """;

    private final Snapshots snapshots;
    private final Communities communities;

    Movements(Snapshots snapshots, Communities communities) {
        this.snapshots = snapshots;
        this.communities = communities;
    }

    /** A page of movements, the newest first. A short or empty page is not always the last one. */
    Page<Movement> page(String community, Filter filter, Position before, int limit) {
        UUID communityId = communities.idOf(community);
        return snapshots.read(connection -> {
            SqlQuery walk = walk(connection, communityId, filter, before);
            List<Movement> found = find(connection, communityId, walk, filter, limit + 1);
            if (found.size() > limit) {
                return Page.of(found, limit, last -> new Position(last.sequence(), last.position()).cursor());
            }
            Position end = end(connection, communityId, walk);
            return new Page<>(found, end == null ? null : end.cursor().encode());
        });
    }

    /**
     * The postings that a page reads: the conditions for {@code t}, in the order of {@link #ORDER}. There is only one
     * upper bound, because with several PostgreSQL may start reading at the widest one.
     */
    private static SqlQuery walk(Connection connection, UUID communityId, Filter filter, Position before)
            throws SQLException {
        long first = 1;
        Position start = before;
        if (filter.from() != null
                && filter.to() != null
                && ChronoUnit.DAYS.between(filter.from(), filter.to()) <= MAX_PERIOD_DAYS) {
            long[] bounds = bounds(connection, communityId, filter);
            first = bounds[0];
            start = bounds[1] < before.sequence() ? new Position(bounds[1], Integer.MAX_VALUE) : before;
        }
        return new SqlQuery(
                        "t.sequence >= ? and t.sequence <= ? and (t.sequence, t.position) < (?, ?)",
                        first,
                        start.sequence(),
                        start.sequence(),
                        start.position())
                .and("t.owner = ?", filter.rewardId());
    }

    /**
     * The first and the last transaction of the period; 1 and 0 when it has none. Without {@code offset 0} PostgreSQL
     * searches for each from one end of the books.
     */
    private static long[] bounds(Connection connection, UUID communityId, Filter filter) throws SQLException {
        SqlQuery query = SqlQuery.of(communityId, """
                select coalesce(min(s.sequence), 1), coalesce(max(s.sequence), 0)
                from (select t.sequence from ledger_transaction t
                    where t.community_id = :community and t.effective_on between ? and ? offset 0) s
                """, filter.from(), filter.to());
        try (PreparedStatement statement = query.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return new long[] {rows.getLong(1), rows.getLong(2)};
        }
    }

    /** Looks up the data shown with the moves, by their keys and only for this page. */
    private static List<Movement> find(Connection connection, UUID communityId, SqlQuery walk, Filter filter, int limit)
            throws SQLException {
        SqlQuery query = SqlQuery.of(communityId, """
                select t.sequence, t.kind, t.effective_on, t.recorded_at, t.owner, r.code, r.title,
                       t.from_type, t.from_station, t.from_balance, t.to_type, t.to_station, t.to_balance, t.amount,
                       t.unit_cost_fen, coalesce(l.reason, t.reason), t.reference, %s, t.position, t.occurred_on
                from (select t.* from %s t where\s""".formatted(Cause.TEXT_SQL, Moves.OF_COMMUNITY))
                .append(walk)
                .append(ORDER)
                .append("limit " + WALK)
                .append(LOOKED_UP);
        narrow(query, filter);
        query.append(ORDER).append("limit ?", limit);
        return query.list(connection, Movements::movement);
    }

    private static void narrow(SqlQuery query, Filter filter) {
        query.and("t.kind = ?", filter.kind() == null ? null : filter.kind().code())
                .and("t.effective_on >= ?", filter.from())
                .and("t.effective_on <= ?", filter.to());
        if (filter.station() != null && filter.station().isMain()) {
            query.append(" and (t.from_type in ('shelf', 'reserved') and t.from_station is null"
                    + " or t.to_type in ('shelf', 'reserved') and t.to_station is null)");
        } else if (filter.station() != null) {
            StationId station = filter.station().id();
            query.append(" and (t.from_station = ? or t.to_station = ?)", station, station);
        }
    }

    /** The position where the reading ended before the page was full; null when it reached the first posting. */
    private static Position end(Connection connection, UUID communityId, SqlQuery walk) throws SQLException {
        SqlQuery query = SqlQuery.of(
                        communityId,
                        "select t.sequence, t.position from posting t where t.community_id = :community and ")
                .append(walk)
                .append(ORDER)
                .append("offset " + (WALK - 1) + " limit 1");
        try (PreparedStatement statement = query.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? new Position(rows.getLong(1), rows.getInt(2)) : null;
        }
    }

    private static Movement movement(ResultSet rows) throws SQLException {
        Side from = new Side(
                AccountType.ofCode(rows.getString(8)),
                Id.of(StationId::new, rows.getObject(9, UUID.class)),
                rows.getLong(10));
        Side to = new Side(
                AccountType.ofCode(rows.getString(11)),
                Id.of(StationId::new, rows.getObject(12, UUID.class)),
                rows.getLong(13));
        return new Movement(
                rows.getLong(1),
                TransactionKind.ofCode(rows.getString(2)).orElseThrow(),
                rows.getObject(3, LocalDate.class),
                rows.getObject(20, LocalDate.class),
                rows.getObject(4, OffsetDateTime.class).toInstant(),
                new RewardId(rows.getObject(5, UUID.class)),
                rows.getString(6),
                rows.getString(7),
                from,
                to,
                rows.getLong(14),
                onShelf(from, to),
                rows.getObject(15, Long.class),
                rows.getString(16),
                rows.getString(17),
                rows.getString(18),
                rows.getInt(19));
    }

    private static Long onShelf(Side from, Side to) {
        if (to.type() == AccountType.SHELF) {
            return to.balance();
        }
        return from.type() == AccountType.SHELF ? Long.valueOf(from.balance()) : null;
    }
}
