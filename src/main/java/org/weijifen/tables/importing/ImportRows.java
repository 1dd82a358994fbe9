package org.weijifen.tables.importing;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.weijifen.ledger.Columns;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.Script;
import org.weijifen.ledger.Table;
import org.weijifen.platform.EnumNames;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;

/** The results of the rows of imports. */
@Singleton
final class ImportRows implements Table<ImportRows.Key, RowReport> {
    /** A line of an import. */
    record Key(UUID importId, long line) {}

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
    List<RowReport> list(UUID communityId, UUID importId, RowReport.RowStatus result, long after, int limit) {
        SqlQuery query = SqlQuery.of(communityId, """
                select line, outcome, column_name, heading, code, message, message_values, subject_id, sequence from import_row
                where community_id = :community and import_id = ? and line > ?
                """, importId, after)
                .and("outcome = ?", result == null ? null : result.code())
                .append(" order by line limit ?", limit);
        return snapshots.read(connection -> query.list(connection, this::read));
    }

    private RowReport read(ResultSet rows) throws SQLException {
        return new RowReport(
                rows.getLong(1),
                EnumNames.constant(RowReport.RowStatus.class, rows.getString(2)),
                rows.getString(3),
                rows.getString(4),
                rows.getString(5),
                rows.getString(6),
                arguments.read(rows.getString(7)),
                rows.getObject(8, UUID.class),
                rows.getObject(9, Long.class));
    }

    @Override
    public void load(Lookups lookups, Set<RowKey<Key>> keys, BiConsumer<RowKey<Key>, RowReport> found) {
        throw new UnsupportedOperationException("what became of rows is only added");
    }

    /** Those that are kept already stay as they are. */
    @Override
    public void save(Script script, Collection<Map.Entry<RowKey<Key>, RowReport>> changed) {
        if (changed.isEmpty()) {
            return;
        }
        script.add("""
                insert into import_row (community_id, import_id, line, outcome, column_name, heading, code, message,
                                        message_values, subject_id, sequence)
                select * from :rows(import_id, line, outcome, column_name, heading, code, message, message_values, subject_id,
                                    sequence)
                on conflict (community_id, import_id, line) do nothing
                """, (Columns columns) -> {
            List<RowReport> outcomes = changed.stream().map(Map.Entry::getValue).toList();
            columns.communities(changed.stream().map(row -> row.getKey().communityId()));
            columns.uuids(changed.stream().map(row -> row.getKey().key().importId()));
            columns.numbers(outcomes.stream().map(RowReport::line));
            columns.texts(outcomes.stream().map(row -> row.result().code()));
            columns.texts(outcomes.stream().map(RowReport::column));
            columns.texts(outcomes.stream().map(row -> row.heading() == null ? null : Arguments.plain(row.heading())));
            columns.texts(outcomes.stream().map(RowReport::code));
            columns.texts(outcomes.stream().map(RowReport::message));
            columns.texts(outcomes.stream().map(row -> arguments.write(row.arguments())));
            columns.uuids(outcomes.stream().map(RowReport::id));
            columns.numbers(outcomes.stream().map(RowReport::sequence));
        });
    }
}
