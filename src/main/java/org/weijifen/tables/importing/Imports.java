package org.weijifen.tables.importing;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.weijifen.access.FieldChange;
import org.weijifen.access.SecurityEvent;
import org.weijifen.access.SecurityEventKind;
import org.weijifen.access.SecurityLog;
import org.weijifen.ledger.Script;
import org.weijifen.ledger.Table;
import org.weijifen.platform.Call;
import org.weijifen.platform.EnumNames;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.Writes;

/** The imports of all communities. */
@Singleton
final class Imports {
    /** An instance that has not been heard of for so long is gone. */
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private static final String SELECT = """
            select i.community_id, i.id, i.kind, i.mode, i.dry_run, i.additional, i.status, i.actor, i.file_sha256, i.file_size,
                   i.sheet, i.other_sheets, i.ignored_columns, i.rows_total, i.rows_read, i.accepted, i.refused, i.unchanged, i.skipped, i.problem_code,
                   i.problem_text, i.problem_values, i.created_at, i.started_at, i.finished_at
            from import i where i.community_id = :community and\s""";

    private final Snapshots snapshots;
    private final Writes writes;
    private final ImportRows rows;
    private final Arguments arguments;
    private final SecurityLog log;

    Imports(Snapshots snapshots, Writes writes, ImportRows rows, Arguments arguments, SecurityLog log) {
        this.snapshots = snapshots;
        this.writes = writes;
        this.rows = rows;
        this.arguments = arguments;
        this.log = log;
    }

    /** Adds an import, or answers the open one of the same file and worksheet. */
    Import addUnlessOpen(Import received, Call call) {
        int added = writes.write(connection -> {
            int rows = add(connection, received);
            if (rows > 0 && !received.dryRun()) {
                log.append(connection, List.of(event(received, call)));
            }
            return rows;
        });
        if (added > 0) {
            return received;
        }
        return query(
                        received.communityId(),
                        "i.kind = ? and i.mode = ? and i.dry_run = ?"
                                + " and i.additional = ? and i.file_sha256 = ? and i.sheet is not distinct from ?"
                                + " order by i.id desc limit 1",
                        received.kind().code(),
                        received.mode().code(),
                        received.dryRun(),
                        received.additional(),
                        received.fileSha256(),
                        received.sheet())
                .get(0);
    }

    private static SecurityEvent event(Import received, Call call) {
        return SecurityEvent.of(SecurityEventKind.IMPORT, call)
                .in(received.communityId())
                .about("import", received.id())
                .with(FieldChange.of("kind", null, received.kind()), FieldChange.of("mode", null, received.mode()));
    }

    private static int add(Connection connection, Import received) throws SQLException {
        return SqlQuery.of(
                        received.communityId(),
                        """
                        insert into import (community_id, id, kind, mode, dry_run, additional, status, actor, file_sha256,
                                            file_size, sheet, other_sheets, ignored_columns, created_at, seen_at)
                        values (:community, ?, ?, ?, ?, ?, 'received', ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (community_id, kind, mode, dry_run, additional, file_sha256, sheet)
                        where status in ('received', 'running')
                        do nothing
                        """,
                        received.id(),
                        received.kind().code(),
                        received.mode().code(),
                        received.dryRun(),
                        received.additional(),
                        received.actor(),
                        received.fileSha256(),
                        received.fileSize(),
                        received.sheet(),
                        connection.createArrayOf("text", received.otherSheets().toArray()),
                        connection.createArrayOf(
                                "text", received.ignoredColumns().toArray()),
                        time(received.createdAt()),
                        time(Instant.now()))
                .update(connection);
    }

    /** @throws ProblemException {@code not_found} */
    Import require(UUID communityId, UUID id) {
        return query(communityId, "i.id = ?", id).stream()
                .findFirst()
                .orElseThrow(() -> ProblemException.variant(ErrorCode.NOT_FOUND, "import", id.toString()));
    }

    /** The imports before {@code before}, the newest first. */
    List<Import> list(UUID communityId, Optional<UUID> before, int limit) {
        return query(communityId, "i.id < ? order by i.id desc limit ?", before.orElse(new UUID(-1, -1)), limit);
    }

    /**
     * Whether points or redemptions of the past are coming in: an import of them is open, or one has ended after {@code since}
     * that brought something; unless the first of all such imports ended before {@code start}.
     */
    boolean bringsPast(UUID communityId, Instant since, Instant start) {
        SqlQuery query = SqlQuery.of(communityId, """
                        select (exists (select from import i
                                        where i.community_id = :community and i.kind in ('activities', 'opening-balances', 'redemptions')
                                          and i.status in ('received', 'running'))
                             or exists (select from import i
                                        where i.community_id = :community and i.kind in ('activities', 'opening-balances', 'redemptions')
                                          and i.finished_at > ? and not i.dry_run and i.accepted > 0))
                           and not exists (select from import i
                                        where i.community_id = :community and i.kind in ('activities', 'opening-balances', 'redemptions')
                                          and i.finished_at <= ? and not i.dry_run and i.accepted > 0)
                        """, time(since), time(start));
        return snapshots.read(
                connection -> query.list(connection, row -> row.getBoolean(1)).get(0));
    }

    /** Marks an import as running. */
    void start(UUID communityId, UUID id, Instant now) {
        update(SqlQuery.of(
                communityId,
                "update import set status = 'running', started_at = ? where community_id = :community and id = ?"
                        + " and status = 'received'",
                time(now),
                id));
    }

    /** Stores the results of some rows, and the progress of the import. */
    void progress(UUID communityId, UUID id, Import.Rows counts, Collection<RowReport> outcomes) {
        Script script = new Script();
        rows.save(
                script,
                outcomes.stream()
                        .map(row -> Map.entry(new Table.RowKey<>(communityId, new ImportRows.Key(id, row.line())), row))
                        .toList());
        script.add("""
                update import i set rows_total = n.total, rows_read = n.read, accepted = n.accepted, refused = n.refused,
                                    unchanged = n.unchanged, skipped = n.skipped
                from :rows(id, total, read, accepted, refused, unchanged, skipped)
                where i.community_id = n.community_id and i.id = n.id
                """, columns -> {
            columns.communities(Stream.of(communityId));
            columns.uuids(Stream.of(id));
            columns.numbers(Arrays.asList(counts.total()).stream());
            columns.numbers(Stream.of(counts.read()));
            columns.numbers(Stream.of(counts.accepted()));
            columns.numbers(Stream.of(counts.refused()));
            columns.numbers(Stream.of(counts.unchanged()));
            columns.numbers(Stream.of(counts.skipped()));
        });
        writes.write(connection -> {
            script.execute(connection);
            return counts;
        });
    }

    /**
     * Ends an import. One that has ended already stays unchanged.
     *
     * @param failure null when all rows were read
     */
    void finish(UUID communityId, UUID id, Import.Failure failure, Instant now) {
        update(SqlQuery.of(
                communityId,
                "update import set status = ?, problem_code = ?, problem_text = ?, problem_values = ?, finished_at = ?"
                        + " where community_id = :community and id = ? and status in ('received', 'running')",
                (failure == null ? ImportStatus.DONE : ImportStatus.FAILED).code(),
                failure == null ? null : failure.code(),
                failure == null ? null : failure.message(),
                failure == null ? null : arguments.write(failure.arguments()),
                time(now),
                id));
    }

    /** Notes that the instance that runs these imports is alive. It uses the real time, because the service's clock can be moved. */
    void seen(UUID communityId, Collection<UUID> ids) {
        writes.write(connection -> SqlQuery.of(
                        communityId,
                        "update import set seen_at = ? where community_id = :community and id = any(?)",
                        time(Instant.now()),
                        connection.createArrayOf("uuid", ids.toArray()))
                .update(connection));
    }

    /** Ends the imports of instances that are gone. The index {@code import_open} finds the open ones. */
    void failSilent(Instant now) {
        // An atomic import has all its rows as soon as it has one.
        update(new SqlQuery("""
                update import set status = 'done', rows_total = rows_read, finished_at = ?
                where status = 'running' and seen_at < ? and mode = 'atomic' and not dry_run and accepted > 0
                """, time(now), time(Instant.now().minus(SILENCE))));
        update(new SqlQuery(
                "update import set status = 'failed', problem_code = ?, problem_text = ?, problem_values = '[]',"
                        + " finished_at = ? where status in ('received', 'running') and seen_at < ?",
                Import.Failure.INTERRUPTED.code(),
                Import.Failure.INTERRUPTED.message(),
                time(now),
                time(Instant.now().minus(SILENCE))));
    }

    private void update(SqlQuery query) {
        writes.write(query::update);
    }

    /** @throws ProblemException as of {@link Snapshots#read} */
    private List<Import> query(UUID communityId, String conditions, Object... values) {
        SqlQuery query = SqlQuery.of(communityId, SELECT + conditions, values);
        return snapshots.read(connection -> query.list(connection, this::read));
    }

    private Import read(ResultSet rows) throws SQLException {
        String problem = rows.getString("problem_code");
        return new Import(
                rows.getObject("community_id", UUID.class),
                rows.getObject("id", UUID.class),
                EnumNames.constant(ImportKind.class, rows.getString("kind")),
                EnumNames.constant(ImportMode.class, rows.getString("mode")),
                rows.getBoolean("dry_run"),
                rows.getBoolean("additional"),
                EnumNames.constant(ImportStatus.class, rows.getString("status")),
                rows.getString("actor"),
                rows.getString("file_sha256"),
                rows.getLong("file_size"),
                rows.getString("sheet"),
                texts(rows, "other_sheets"),
                texts(rows, "ignored_columns"),
                new Import.Rows(
                        rows.getObject("rows_total", Long.class),
                        rows.getLong("rows_read"),
                        rows.getLong("accepted"),
                        rows.getLong("refused"),
                        rows.getLong("unchanged"),
                        rows.getLong("skipped")),
                problem == null
                        ? null
                        : new Import.Failure(
                                problem,
                                rows.getString("problem_text"),
                                arguments.read(rows.getString("problem_values"))),
                instant(rows, "created_at"),
                instant(rows, "started_at"),
                instant(rows, "finished_at"));
    }

    private static List<String> texts(ResultSet rows, String column) throws SQLException {
        return List.of((String[]) rows.getArray(column).getArray());
    }

    private static Instant instant(ResultSet rows, String column) throws SQLException {
        OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
    }
}
