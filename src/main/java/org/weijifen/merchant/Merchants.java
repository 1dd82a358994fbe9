package org.weijifen.merchant;

import jakarta.inject.Singleton;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.Table;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/** The merchants as other features and operations see them: as a {@link Table} it tells which there are, by their codes. */
@Singleton
public final class Merchants implements Table<UUID, String> {
    private final MerchantRepository rows;

    Merchants(MerchantRepository rows) {
        this.rows = rows;
    }

    /** The refusal where there is no such merchant in the community. */
    public static ProblemException notFound(UUID merchantId) {
        return ProblemException.variant(ErrorCode.NOT_FOUND, "merchant", merchantId.toString());
    }

    /**
     * Refuses unless a community has this merchant and still works with it. The merchant stays as it is until the caller's
     * database transaction ends.
     *
     * @throws ProblemException {@code not_found}, or {@code merchant_retired} for a retired one
     */
    public void requireActive(UUID communityId, UUID merchantId) {
        Merchant merchant = rows.requireForChange(communityId, merchantId);
        if (merchant.details().status() != MerchantStatus.ACTIVE) {
            throw ProblemException.of(ErrorCode.MERCHANT_RETIRED, merchant.code());
        }
    }

    @Override
    public void load(Lookups lookups, Set<RowKey<UUID>> keys, BiConsumer<RowKey<UUID>, String> found) {
        lookups.add(
                """
                select m.community_id, m.id, m.code from unnest(?::uuid[], ?::uuid[]) as n(community_id, id)
                cross join lateral (select m.* from merchant m
                    where m.community_id = n.community_id and m.id between n.id and n.id order by m.id) m
                """,
                columns -> {
                    columns.uuids(keys.stream().map(RowKey::communityId));
                    columns.uuids(keys.stream().map(RowKey::key));
                },
                rows -> {
                    while (rows.next()) {
                        found.accept(
                                new RowKey<>(rows.getObject(1, UUID.class), rows.getObject(2, UUID.class)),
                                rows.getString(3));
                    }
                });
    }
}
