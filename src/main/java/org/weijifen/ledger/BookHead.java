package org.weijifen.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.weijifen.platform.SqlQuery;

/**
 * The current state of the books of a community.
 *
 * @param sequence number of the last transaction; 0 before the first
 * @param hash of the last transaction
 * @param recordedAt of the last transaction
 * @param accounts how many accounts have been opened
 * @param closedThrough the last day of the last closed period; nothing can be posted up to this day; null when no
 *     period has been closed
 * @param issuedPoints all points ever earned, reversed or not
 * @param costFen cost of all units that are reserved or have been handed out, in fen
 */
public record BookHead(
        long sequence,
        String hash,
        Instant recordedAt,
        long accounts,
        LocalDate closedThrough,
        long issuedPoints,
        long costFen) {

    /** Reads the head; empty when its row is gone. */
    public static Optional<BookHead> read(Connection connection, UUID communityId) throws SQLException {
        return new SqlQuery("""
                select b.sequence, b.head_hash, b.recorded_at, b.accounts, b.closed_through, b.issued_points,
                       b.cost_fen
                from book b where b.community_id = ?
                """, communityId)
                        .list(
                                connection,
                                row -> new BookHead(
                                        row.getLong(1),
                                        row.getString(2),
                                        row.getObject(3, OffsetDateTime.class).toInstant(),
                                        row.getLong(4),
                                        row.getObject(5, LocalDate.class),
                                        row.getLong(6),
                                        row.getLong(7)))
                        .stream()
                        .findFirst();
    }
}
