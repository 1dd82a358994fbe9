package org.weijifen.audit;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.weijifen.access.SecurityEventKind;
import org.weijifen.ledger.ExportLines;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;

/** The lines of the security log, for reading. */
@Singleton
final class Lines {
    /** The number of bytes of an export that are written at once. */
    private static final int EXPORTED_AT_ONCE = 64 * 1024;

    private static final String SELECT =
            "select " + Line.COLUMNS.of("l") + " from security_log l where l.community_id = ?";

    /**
     * What to list. What is null does not matter.
     *
     * @param from the earliest time
     * @param to the time before which
     * @param subject id of what it is about
     */
    record Filter(Instant from, Instant to, SecurityEventKind kind, String actor, String subject) {}

    private final Snapshots snapshots;

    Lines(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    /** All lines of a chain that are there, in order. */
    static SqlQuery all(UUID chain) {
        return new SqlQuery(SELECT + " order by l.sequence", chain);
    }

    /** The oldest lines of a chain from before a time, in order. */
    static SqlQuery oldest(UUID chain, Instant before, int limit) {
        return new SqlQuery(SELECT + " and l.recorded_at < ? order by l.sequence limit ?", chain, time(before), limit);
    }

    /** The newest lines before one of them, the newest first; one more than {@code limit} if there are. */
    List<Line> list(UUID chain, Filter filter, long before, int limit) {
        SqlQuery query = new SqlQuery(SELECT + " and l.sequence < ?", chain, before)
                .and("l.recorded_at >= ?", time(filter.from()))
                .and("l.recorded_at < ?", time(filter.to()))
                .and("l.kind = ?", filter.kind() == null ? null : filter.kind().code())
                .and("l.actor = ?", filter.actor())
                .and("l.subject_id = ?", filter.subject())
                .append(" order by l.sequence desc limit ?", limit + 1);
        return snapshots.read(connection -> query.list(connection, row -> Line.COLUMNS.read(row, 1)));
    }

    /** Writes one line of canonical JSON for each line, in order and from one snapshot. */
    void export(UUID chain, OutputStream out) throws IOException {
        snapshots.<Void, IOException>readWhole(chain, connection -> {
            ExportLines lines = new ExportLines();
            Lines.all(chain).<IOException>stream(connection, row -> {
                lines.add(Line.COLUMNS.read(row, 1).exported());
                if (lines.size() >= EXPORTED_AT_ONCE) {
                    lines.writeTo(out);
                }
            });
            lines.writeTo(out);
            return null;
        });
    }

    /**
     * What a replay of a chain has found.
     *
     * @param head as it is, or of no lines where it is missing
     */
    record Report(Head head, ChainCheck check) {}

    /** Replays a chain. */
    Report verify(UUID chain) {
        return snapshots.readWhole(chain, connection -> {
            Optional<Head> known = Head.read(connection, chain);
            Head head = known.orElse(Head.ofNone(chain));
            ChainCheck check = new ChainCheck(head);
            Lines.all(chain).stream(connection, row -> check.accept(Line.COLUMNS.read(row, 1)));
            if (known.isEmpty() && check.lines() > 0) {
                check.found(LogFinding.HEAD_MISSING, null);
            } else {
                check.end();
            }
            return new Report(head, check);
        });
    }

    private static OffsetDateTime time(Instant instant) {
        return instant == null ? null : OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
