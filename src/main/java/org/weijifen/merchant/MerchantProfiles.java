package org.weijifen.merchant;

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

/** Merchants by their codes, as operations that take whole lists of rewards find and add them. Known ones are not edited. */
@Singleton
public final class MerchantProfiles implements Table<String, MerchantProfile> {

    /** The rows are kept from edits until the operation is through. */
    @Override
    public void load(Lookups lookups, Set<RowKey<String>> keys, BiConsumer<RowKey<String>, MerchantProfile> found) {
        lookups.add(
                """
                select m.community_id, m.id, m.code, m.title, m.status, m.created_at
                from unnest(?::uuid[], ?::text[]) as n(community_id, code)
                cross join lateral (select m.* from merchant m
                    where m.community_id = n.community_id and m.code between n.code and n.code
                    order by m.code for update) m
                """,
                columns -> {
                    columns.uuids(keys.stream().map(RowKey::communityId));
                    columns.texts(keys.stream().map(RowKey::key));
                },
                rows -> {
                    while (rows.next()) {
                        MerchantProfile profile = new MerchantProfile(
                                rows.getObject(2, UUID.class),
                                rows.getString(3),
                                rows.getString(4),
                                MerchantStatus.valueOf(rows.getString(5)) == MerchantStatus.ACTIVE,
                                rows.getObject(6, OffsetDateTime.class).toInstant());
                        found.accept(new RowKey<>(rows.getObject(1, UUID.class), profile.code()), profile);
                    }
                });
    }

    @Override
    public void save(Script script, Collection<Map.Entry<RowKey<String>, MerchantProfile>> changed) {
        List<MerchantProfile> profiles =
                changed.stream().map(Map.Entry::getValue).toList();
        script.add("""
                insert into merchant (community_id, id, code, title, status, created_at)
                select n.community_id, n.id, n.code, n.title, 'ACTIVE', n.created_at
                from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::timestamptz[])
                  as n(community_id, id, code, title, created_at)
                """, changed.size(), columns -> {
            columns.uuids(changed.stream().map(entry -> entry.getKey().communityId()));
            columns.uuids(profiles.stream().map(MerchantProfile::id));
            columns.texts(profiles.stream().map(MerchantProfile::code));
            columns.texts(profiles.stream().map(MerchantProfile::title));
            columns.instants(profiles.stream().map(MerchantProfile::createdAt));
        });
    }
}
