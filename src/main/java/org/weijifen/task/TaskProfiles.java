package org.weijifen.task;

import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.Script;
import org.weijifen.ledger.Table;

/** Tasks by their codes, as operations that take whole lists of them read and write them. No status changes here. */
@Singleton
public final class TaskProfiles implements Table<String, TaskProfile> {

    /** The rows are kept from other edits until the operation is through. */
    @Override
    public void load(Lookups lookups, Set<RowKey<String>> keys, BiConsumer<RowKey<String>, TaskProfile> found) {
        lookups.add(
                """
                select t.community_id, t.id, t.code, t.title, t.points, t.per, t.created_at
                from unnest(?::uuid[], ?::text[]) as n(community_id, code)
                cross join lateral (select t.* from task t
                    where t.community_id = n.community_id and t.code between n.code and n.code
                    order by t.code for update) t
                """,
                columns -> {
                    columns.uuids(keys.stream().map(RowKey::communityId));
                    columns.texts(keys.stream().map(RowKey::key));
                },
                rows -> {
                    while (rows.next()) {
                        TaskProfile profile = new TaskProfile(
                                rows.getObject(2, UUID.class),
                                rows.getString(3),
                                rows.getString(4),
                                rows.getLong(5),
                                TaskUnit.valueOf(rows.getString(6)),
                                rows.getObject(7, OffsetDateTime.class).toInstant());
                        found.accept(new RowKey<>(rows.getObject(1, UUID.class), profile.code()), profile);
                    }
                });
    }

    @Override
    public void save(Script script, Collection<Map.Entry<RowKey<String>, TaskProfile>> changed) {
        List<TaskProfile> profiles = changed.stream().map(Map.Entry::getValue).toList();
        script.add("""
                insert into task (community_id, id, code, title, points, per, status, created_at)
                select n.community_id, n.id, n.code, n.title, n.points, n.per, 'ACTIVE', n.created_at
                from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::timestamptz[])
                  as n(community_id, id, code, title, points, per, created_at)
                on conflict (community_id, id) do update set title = excluded.title, points = excluded.points
                """, changed.size(), columns -> {
            columns.uuids(changed.stream().map(entry -> entry.getKey().communityId()));
            columns.uuids(profiles.stream().map(TaskProfile::id));
            columns.texts(profiles.stream().map(TaskProfile::code));
            columns.texts(profiles.stream().map(TaskProfile::title));
            columns.numbers(profiles.stream().map(TaskProfile::points));
            columns.texts(profiles.stream().map(profile -> profile.per().name()));
            columns.instants(profiles.stream().map(TaskProfile::createdAt));
        });
    }
}
