package org.weijifen.settlement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.RecordColumns;
import org.weijifen.ledger.Table;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RedemptionId;
import org.weijifen.platform.id.SettlementId;

/**
 * The entries of a merchant, a settlement or a redemption, for operations to read. Changes go through {@link
 * MerchantDues}. Each way to find entries is a class of its own, because a batch distinguishes tables by their classes.
 */
abstract class MerchantDueRows<K> implements Table<K, List<MerchantDue>> {
    static final RecordColumns<MerchantDue> COLUMNS = new RecordColumns<>(MerchantDue.class);

    private final Function<UUID, K> keyOf;
    private final String sql;

    private MerchantDueRows(Function<UUID, K> keyOf, String sql) {
        this.keyOf = keyOf;
        this.sql = sql;
    }

    /** Entries of a merchant that belong to no live settlement, the oldest first, up to a limit. */
    static final class OpenOfMerchant extends MerchantDueRows<MerchantId> {
        OpenOfMerchant(int most) {
            super(
                    MerchantId::new,
                    "select n.community_id, n.id, d.* from :rows(id)"
                            + " cross join lateral (select " + COLUMNS.of("m") + """
                     \sfrom merchant_due m
                     where m.community_id = n.community_id and m.merchant_id = n.id and m.settlement_id is null
                     order by m.effective_on, m.sequence, m.position limit\s""" + most + ") d");
        }
    }

    /** Entries of a live settlement. */
    static final class OfSettlement extends MerchantDueRows<SettlementId> {
        OfSettlement() {
            super(SettlementId::new, "select n.community_id, n.id, " + COLUMNS.of("m") + """
                     from :rows(id)
                     cross join lateral (select m.* from merchant_due m
                         where m.community_id = n.community_id and m.settlement_id between n.id and n.id
                         order by m.settlement_id, m.sequence, m.position) m
                    """);
        }
    }

    /** Entries of a redemption. */
    static final class OfRedemption extends MerchantDueRows<RedemptionId> {
        OfRedemption() {
            super(RedemptionId::new, "select n.community_id, n.id, " + COLUMNS.of("m") + """
                     from :rows(id)
                     cross join lateral (select m.* from merchant_due m
                         where m.community_id = n.community_id and m.redemption_id between n.id and n.id
                         order by m.redemption_id) m
                    """);
        }
    }

    @Override
    public void load(Lookups lookups, Set<RowKey<K>> keys, BiConsumer<RowKey<K>, List<MerchantDue>> found) {
        lookups.add(
                sql,
                columns -> {
                    columns.communities(keys.stream().map(RowKey::communityId));
                    columns.uuids(keys.stream().map(RowKey::key));
                },
                rows -> {
                    Map<RowKey<K>, List<MerchantDue>> dues = new HashMap<>();
                    while (rows.next()) {
                        RowKey<K> key =
                                new RowKey<>(rows.getObject(1, UUID.class), keyOf.apply(rows.getObject(2, UUID.class)));
                        dues.computeIfAbsent(key, any -> new ArrayList<>()).add(COLUMNS.read(rows, 3));
                    }
                    dues.forEach(found);
                });
    }
}
