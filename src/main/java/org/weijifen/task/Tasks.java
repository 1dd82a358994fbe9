package org.weijifen.task;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.weijifen.ledger.Columns;
import org.weijifen.ledger.Table;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/** The tasks as operations read them, keyed by their ids. */
@Singleton
public final class Tasks implements Table<UUID, TaskRow> {

    /** The refusal where there is no such task in the community. */
    public static ProblemException notFound(UUID taskId) {
        return ProblemException.variant(ErrorCode.NOT_FOUND, "task", taskId.toString());
    }

    @Override
    public Map<RowKey<UUID>, TaskRow> load(Connection connection, Set<RowKey<UUID>> keys) throws SQLException {
        Map<RowKey<UUID>, TaskRow> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                select t.community_id, t.id, t.code, t.title, t.points, t.per, t.status
                from unnest(?::uuid[], ?::uuid[]) as n(community_id, id)
                join task t on t.community_id = n.community_id and t.id = n.id
                """)) {
            Columns columns = new Columns(connection, statement);
            columns.uuids(keys.stream().map(RowKey::communityId));
            columns.uuids(keys.stream().map(RowKey::key));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    UUID id = rows.getObject(2, UUID.class);
                    found.put(
                            new RowKey<>(rows.getObject(1, UUID.class), id),
                            new TaskRow(
                                    id,
                                    rows.getString(3),
                                    rows.getString(4),
                                    rows.getLong(5),
                                    TaskUnit.valueOf(rows.getString(6)),
                                    TaskStatus.valueOf(rows.getString(7))));
                }
            }
        }
        return found;
    }
}
