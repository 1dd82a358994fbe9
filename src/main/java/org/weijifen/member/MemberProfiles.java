package org.weijifen.member;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.weijifen.ledger.Columns;
import org.weijifen.ledger.Script;
import org.weijifen.ledger.Table;

/** Members by their numbers, as operations that take whole lists of them read and write them. Nobody's status changes here. */
@Singleton
public final class MemberProfiles implements Table<String, MemberProfile> {

    /** The rows are kept from other edits until the operation is through. */
    @Override
    public Map<RowKey<String>, MemberProfile> load(Connection connection, Set<RowKey<String>> keys)
            throws SQLException {
        Map<RowKey<String>, MemberProfile> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                select m.community_id, m.id, m.member_no, m.display_name, m.phone, m.group_code, m.household, m.created_at
                from unnest(?::uuid[], ?::text[]) as n(community_id, member_no)
                join member m on m.community_id = n.community_id and m.member_no = n.member_no collate "C"
                for update of m
                """)) {
            Columns columns = new Columns(connection, statement);
            columns.uuids(keys.stream().map(RowKey::communityId));
            columns.texts(keys.stream().map(RowKey::key));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    MemberProfile profile = new MemberProfile(
                            rows.getObject(2, UUID.class),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getString(5),
                            rows.getString(6),
                            rows.getString(7),
                            rows.getObject(8, OffsetDateTime.class).toInstant());
                    found.put(new RowKey<>(rows.getObject(1, UUID.class), profile.memberNo()), profile);
                }
            }
        }
        return found;
    }

    @Override
    public void save(Connection connection, Collection<Map.Entry<RowKey<String>, MemberProfile>> changed)
            throws SQLException {
        List<MemberProfile> profiles = changed.stream().map(Map.Entry::getValue).toList();
        Script script = new Script();
        script.add("""
                insert into member (community_id, id, member_no, display_name, phone, group_code, household, status, created_at)
                select n.community_id, n.id, n.member_no, n.display_name, n.phone, n.group_code, n.household, 'ACTIVE', n.created_at
                from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[])
                  as n(community_id, id, member_no, display_name, phone, group_code, household, created_at)
                on conflict (community_id, id) do update set display_name = excluded.display_name, phone = excluded.phone,
                    group_code = excluded.group_code, household = excluded.household
                """, changed.size(), columns -> {
            columns.uuids(changed.stream().map(entry -> entry.getKey().communityId()));
            columns.uuids(profiles.stream().map(MemberProfile::id));
            columns.texts(profiles.stream().map(MemberProfile::memberNo));
            columns.texts(profiles.stream().map(MemberProfile::displayName));
            columns.texts(profiles.stream().map(MemberProfile::phone));
            columns.texts(profiles.stream().map(MemberProfile::group));
            columns.texts(profiles.stream().map(MemberProfile::household));
            columns.instants(profiles.stream().map(MemberProfile::createdAt));
        });
        script.execute(connection);
    }
}
