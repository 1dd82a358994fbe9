package org.weijifen.member;

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

/** Members by their numbers, as operations that take whole lists of them read and write them. Nobody's status changes here. */
@Singleton
public final class MemberProfiles implements Table<String, MemberProfile> {

    /** The rows are kept from other edits until the operation is through. */
    @Override
    public void load(Lookups lookups, Set<RowKey<String>> keys, BiConsumer<RowKey<String>, MemberProfile> found) {
        lookups.add(
                """
                select m.community_id, m.id, m.member_no, m.display_name, m.phone, m.group_code, m.household, m.created_at
                from unnest(?::uuid[], ?::text[]) as n(community_id, member_no)
                cross join lateral (select m.* from member m
                    where m.community_id = n.community_id and m.member_no between n.member_no and n.member_no
                    order by m.member_no for update) m
                """,
                columns -> {
                    columns.uuids(keys.stream().map(RowKey::communityId));
                    columns.texts(keys.stream().map(RowKey::key));
                },
                rows -> {
                    while (rows.next()) {
                        MemberProfile profile = new MemberProfile(
                                rows.getObject(2, UUID.class),
                                rows.getString(3),
                                rows.getString(4),
                                rows.getString(5),
                                rows.getString(6),
                                rows.getString(7),
                                rows.getObject(8, OffsetDateTime.class).toInstant());
                        found.accept(new RowKey<>(rows.getObject(1, UUID.class), profile.memberNo()), profile);
                    }
                });
    }

    @Override
    public void save(Script script, Collection<Map.Entry<RowKey<String>, MemberProfile>> changed) {
        List<MemberProfile> profiles = changed.stream().map(Map.Entry::getValue).toList();
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
    }
}
