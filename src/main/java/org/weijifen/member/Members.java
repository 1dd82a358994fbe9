package org.weijifen.member;

import jakarta.inject.Singleton;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.Table;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;

/** The members as operations and other features read them, keyed by their ids. */
@Singleton
public final class Members implements Table<UUID, MemberRow> {
    private final Snapshots snapshots;

    Members(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    /**
     * A member as it stands now.
     *
     * @throws ProblemException {@code not_found}
     */
    public MemberRow require(UUID communityId, UUID memberId) {
        RowKey<UUID> key = new RowKey<>(communityId, memberId);
        MemberRow found =
                snapshots.lookUp(connection -> read(connection, Set.of(key))).get(key);
        if (found == null) {
            throw notFound(memberId);
        }
        return found;
    }

    /** The refusal where there is no such member in the community. */
    public static ProblemException notFound(UUID memberId) {
        return ProblemException.variant(ErrorCode.NOT_FOUND, "member", memberId.toString());
    }

    @Override
    public void load(Lookups lookups, Set<RowKey<UUID>> keys, BiConsumer<RowKey<UUID>, MemberRow> found) {
        lookups.add(
                """
                select m.community_id, m.id, m.member_no, m.status, m.group_code
                from unnest(?::uuid[], ?::uuid[]) as n(community_id, id)
                cross join lateral (select m.* from member m
                    where m.community_id = n.community_id and m.id between n.id and n.id order by m.id) m
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
                                new MemberRow(
                                        id,
                                        rows.getString(3),
                                        MemberStatus.valueOf(rows.getString(4)),
                                        rows.getString(5)));
                    }
                });
    }
}
