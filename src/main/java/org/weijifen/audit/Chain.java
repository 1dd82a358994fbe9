package org.weijifen.audit;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.weijifen.access.SecurityEvent;

/** Appends lines to chains. The row of a chain's head is locked from there to the end of the transaction. */
@Singleton
final class Chain {
    /** Stands for a community in the chain of the service itself. */
    static final UUID SERVICE = new UUID(0, 0);

    private static final String INSERT = """
            insert into security_log (community_id, sequence, recorded_at, kind, actor, subject_kind, subject_id, changes,
                                      occurrences, outcome, request_id, hash)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final ChangesJson changes;
    private final Clock clock;

    Chain(ChangesJson changes, Clock clock) {
        this.changes = changes;
        this.clock = clock;
    }

    /** Appends lines, to one chain after the other, always in the same order, so that two transactions don't wait for each other. */
    void append(Connection connection, List<SecurityEvent> events) throws SQLException {
        Map<UUID, List<SecurityEvent>> byChain = new TreeMap<>();
        for (SecurityEvent event : events) {
            UUID id = event.communityId() == null ? SERVICE : event.communityId();
            byChain.computeIfAbsent(id, any -> new ArrayList<>()).add(event);
        }
        for (Map.Entry<UUID, List<SecurityEvent>> one : byChain.entrySet()) {
            append(connection, one.getKey(), one.getValue());
        }
    }

    private void append(Connection connection, UUID id, List<SecurityEvent> events) throws SQLException {
        Head head = Head.lock(connection, id);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<Line> lines = new ArrayList<>();
        for (SecurityEvent event : events) {
            Line line = head.next(event, changes.of(id, event.changes()), now);
            lines.add(line);
            head = head.after(line);
        }
        insert(connection, lines);
        head.save(connection);
    }

    private static void insert(Connection connection, List<Line> lines) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (Line line : lines) {
                statement.setObject(1, line.communityId());
                statement.setLong(2, line.sequence());
                statement.setObject(3, OffsetDateTime.ofInstant(line.recordedAt(), ZoneOffset.UTC));
                statement.setString(4, line.kind());
                statement.setString(5, line.actor());
                statement.setString(6, line.subjectKind());
                statement.setString(7, line.subjectId());
                statement.setString(8, line.changes());
                statement.setLong(9, line.occurrences());
                statement.setString(10, line.outcome());
                statement.setString(11, line.requestId());
                statement.setString(12, line.hash());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
