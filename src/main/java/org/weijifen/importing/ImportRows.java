package org.weijifen.importing;

import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.weijifen.ledger.Columns;
import org.weijifen.ledger.Script;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;

/** What became of the rows of imports. */
@Singleton
final class ImportRows {
    private final Snapshots snapshots;
    private final Arguments arguments;

    ImportRows(Snapshots snapshots, Arguments arguments) {
        this.snapshots = snapshots;
        this.arguments = arguments;
    }

    /**
     * Those of an import, in order of their lines after {@code after}.
     *
     * @param result null for rows of any
     * @throws ProblemException as of {@link Snapshots#read}
     */
    List<RowOutcome> list(UUID communityId, UUID importId, RowOutcome.Result result, long after, int limit) {
        String sql = """
                select line, outcome, column_name, heading, code, message, message_values, subject_id, sequence from import_row
                where community_id = ? and import_id = ? and line > ?
                """ + (result == null ? "" : " and outcome = ?") + " order by line limit ?";
        return snapshots.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                int position = 0;
                statement.setObject(++position, communityId);
                statement.setObject(++position, importId);
                statement.setLong(++position, after);
                if (result != null) {
                    statement.setString(++position, result.code());
                }
                statement.setInt(++position, limit);
                List<RowOutcome> found = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.add(read(rows));
                    }
                }
                return found;
            }
        });
    }

    private RowOutcome read(ResultSet rows) throws SQLException {
        return new RowOutcome(
                rows.getLong(1),
                RowOutcome.Result.ofCode(rows.getString(2)),
                rows.getString(3),
                rows.getString(4),
                rows.getString(5),
                rows.getString(6),
                arguments.read(rows.getString(7)),
                rows.getObject(8, UUID.class),
                rows.getObject(9, Long.class));
    }

    /** Adds what keeps some; those that are kept already stay as they are. */
    void add(Script script, UUID communityId, UUID importId, Collection<RowOutcome> outcomes) {
        if (outcomes.isEmpty()) {
            return;
        }
        script.add("""
                insert into import_row (community_id, import_id, line, outcome, column_name, heading, code, message,
                                        message_values, subject_id, sequence)
                select * from unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                                     ?::text[], ?::uuid[], ?::bigint[])
                on conflict (community_id, import_id, line) do nothing
                """, (Columns columns) -> {
            columns.uuids(outcomes.stream().map(row -> communityId));
            columns.uuids(outcomes.stream().map(row -> importId));
            columns.numbers(outcomes.stream().map(RowOutcome::line));
            columns.texts(outcomes.stream().map(row -> row.result().code()));
            columns.texts(outcomes.stream().map(RowOutcome::column));
            columns.texts(outcomes.stream().map(row -> row.heading() == null ? null : Arguments.plain(row.heading())));
            columns.texts(outcomes.stream().map(RowOutcome::code));
            columns.texts(outcomes.stream().map(RowOutcome::message));
            columns.texts(outcomes.stream().map(row -> arguments.write(row.arguments())));
            columns.uuids(outcomes.stream().map(RowOutcome::id));
            columns.numbers(outcomes.stream().map(RowOutcome::sequence));
        });
    }
}
