package org.weijifen.task;

import jakarta.inject.Singleton;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.weijifen.ledger.Lookups;
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
    public void load(Lookups lookups, Set<RowKey<UUID>> keys, BiConsumer<RowKey<UUID>, TaskRow> found) {
        lookups.add(
                """
                select t.community_id, t.id, t.code, t.title, t.points, t.per, t.status
                from unnest(?::uuid[], ?::uuid[]) as n(community_id, id)
                cross join lateral (select t.* from task t
                    where t.community_id = n.community_id and t.id between n.id and n.id order by t.id) t
                """,
                columns -> {
                    columns.uuids(keys.stream().map(RowKey::communityId));
                    columns.uuids(keys.stream().map(RowKey::key));
                },
                rows -> {
                    while (rows.next()) {
                        UUID id = rows.getObject(2, UUID.class);
                        found.accept(
                                new RowKey<>(rows.getObject(1, UUID.class), id),
                                new TaskRow(
                                        id,
                                        rows.getString(3),
                                        rows.getString(4),
                                        rows.getLong(5),
                                        TaskUnit.valueOf(rows.getString(6)),
                                        TaskStatus.valueOf(rows.getString(7))));
                    }
                });
    }
}
