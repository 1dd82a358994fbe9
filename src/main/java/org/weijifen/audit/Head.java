package org.weijifen.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.weijifen.access.SecurityEvent;
import org.weijifen.ledger.HashChain;
import org.weijifen.ledger.RecordColumns;
import org.weijifen.platform.SqlQuery;

/**
 * Where a chain begins and ends.
 *
 * @param communityId of the chain, {@link Chain#SERVICE} for that of the service itself
 * @param first sequence of the oldest line that is kept
 * @param previousHash hash of the line before that one; 64 zeros before any
 * @param sequence of the last line; 0 before any
 * @param hash of the last line
 * @param recordedAt of the last line
 */
record Head(UUID communityId, long first, String previousHash, long sequence, String hash, Instant recordedAt) {
    private static final RecordColumns<Head> COLUMNS = new RecordColumns<>(Head.class);

    /** The head of a chain without lines. */
    static Head ofNone(UUID id) {
        return new Head(id, 1, HashChain.GENESIS, 0, HashChain.GENESIS, Instant.EPOCH);
    }

    /** The head as it is; empty when there were never any lines. */
    static Optional<Head> read(Connection connection, UUID id) throws SQLException {
        return select(connection, id, "");
    }

    /** The head, kept from others until the transaction ends. It is made when it is not there. */
    static Head lock(Connection connection, UUID id) throws SQLException {
        Optional<Head> found = select(connection, id, " for update");
        if (found.isPresent()) {
            return found.get();
        }
        Head none = ofNone(id);
        new SqlQuery(
                        """
                        insert into security_log_head (community_id, first, previous_hash, sequence, hash, recorded_at)
                        values (?, ?, ?, ?, ?, ?) on conflict do nothing
                        """,
                        id,
                        none.first(),
                        none.previousHash(),
                        none.sequence(),
                        none.hash(),
                        OffsetDateTime.ofInstant(none.recordedAt(), ZoneOffset.UTC))
                .update(connection);
        return select(connection, id, " for update").orElseThrow();
    }

    private static Optional<Head> select(Connection connection, UUID id, String lock) throws SQLException {
        return new SqlQuery(
                        "select " + COLUMNS.of("h") + " from security_log_head h where h.community_id = ?" + lock, id)
                .list(connection, row -> COLUMNS.read(row, 1)).stream().findFirst();
    }

    void save(Connection connection) throws SQLException {
        new SqlQuery(
                        """
                        update security_log_head set first = ?, previous_hash = ?, sequence = ?, hash = ?, recorded_at = ?
                        where community_id = ?
                        """,
                        first,
                        previousHash,
                        sequence,
                        hash,
                        OffsetDateTime.ofInstant(recordedAt, ZoneOffset.UTC),
                        communityId)
                .update(connection);
    }

    /**
     * The line that an event becomes behind the last one. Its time never runs backwards.
     *
     * @param changes canonical JSON
     */
    Line next(SecurityEvent event, String changes, Instant now) {
        return new Line(
                        communityId,
                        sequence + 1,
                        now.isBefore(recordedAt) ? recordedAt : now,
                        event.kind().code(),
                        event.actor(),
                        event.subjectKind(),
                        event.subjectId(),
                        changes,
                        event.occurrences(),
                        event.refused() ? Line.REFUSED : Line.DONE,
                        event.requestId(),
                        null)
                .chainedTo(hash);
    }

    /** The head with another last line. */
    Head after(Line line) {
        return new Head(communityId, first, previousHash, line.sequence(), line.hash(), line.recordedAt());
    }

    /** The head when a line and all before it are forgotten. */
    Head without(Line last) {
        return new Head(communityId, last.sequence() + 1, last.hash(), sequence, hash, recordedAt);
    }
}
