package org.weijifen.settlement;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.weijifen.ledger.AccountType;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Entry;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.MerchantAccount;
import org.weijifen.ledger.Needs;
import org.weijifen.ledger.Posting;
import org.weijifen.ledger.Script;
import org.weijifen.ledger.Table;
import org.weijifen.ledger.Transaction;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RedemptionId;
import org.weijifen.platform.id.SettlementId;

/**
 * The dues of merchants, with their redemptions and settlements. As a {@link Table}, keyed by merchant, it holds the
 * entries that the operations of a batch have made or changed so far, so that later operations see the changes of
 * earlier ones. {@link MerchantDueRows} reads the entries from before the batch.
 */
@Singleton
public final class MerchantDues implements Table<MerchantId, MerchantDues.ChangedDues> {
    /** The largest number of entries of one settlement. */
    static final int MAX_ENTRIES = 20_000;

    private static final String INSERT = MerchantDueRows.COLUMNS.insert("merchant_due", "community_id") + """
             on conflict (community_id, sequence, position)
            do update set settlement_id = excluded.settlement_id, locked = excluded.locked
            """;

    /** Entries of one merchant that a batch has made or changed. */
    record ChangedDues(Map<MerchantDue.Key, MerchantDue> entries) {
        private static final ChangedDues NONE = new ChangedDues(Map.of());

        private ChangedDues with(Collection<MerchantDue> more) {
            Map<MerchantDue.Key, MerchantDue> all = new LinkedHashMap<>(entries);
            more.forEach(due -> all.put(due.key(), due));
            return new ChangedDues(all);
        }
    }

    // One more than the limit, to notice too many.
    private final MerchantDueRows<MerchantId> open = new MerchantDueRows.OpenOfMerchant(MAX_ENTRIES + 1);
    private final MerchantDueRows<SettlementId> settling = new MerchantDueRows.OfSettlement();
    private final MerchantDueRows<RedemptionId> redeemed = new MerchantDueRows.OfRedemption();

    /** Names the rows that the transitions of a redemption with these lines need. */
    public void needs(Needs needs, RedemptionId redemptionId, List<MerchantLine> lines) {
        for (MerchantLine line : lines) {
            needs.accountsOf(line.merchantId());
            needs.row(this, line.merchantId());
            needs.row(redeemed, redemptionId);
        }
    }

    /**
     * Adds what merchants are owed for units handed out: one posting for each line, in order.
     *
     * @throws ProblemException {@code limit_exceeded} beyond what the books can keep
     */
    public void owe(Books books, Entry entry, List<MerchantLine> lines) {
        lines.forEach(line -> new MerchantAccount(books, line.merchantId()).owe(entry, line.fen()));
    }

    /** Takes off what merchants were owed for units that are returned: one posting for each line, in order. */
    public void takeBack(Books books, Entry entry, List<MerchantLine> lines) {
        lines.forEach(line -> new MerchantAccount(books, line.merchantId()).takeBack(entry, line.fen()));
    }

    /** Keeps the entries of the postings that {@link #owe} or {@link #takeBack} made in a transaction. */
    public void keep(Books books, Transaction posted, RedemptionId redemptionId, List<MerchantLine> lines) {
        int next = 0;
        for (int position = 0; position < posted.postings().size(); position++) {
            Posting posting = posted.postings().get(position);
            if (posting.from().type().asset() == AccountType.Asset.MONEY) {
                MerchantLine line = lines.get(next);
                int sign = posting.to().type() == AccountType.MERCHANT ? 1 : -1;
                MerchantDue due = new MerchantDue(
                        new MerchantDue.Key(posted.sequence(), position),
                        line.merchantId(),
                        redemptionId,
                        line.rewardId(),
                        sign * line.quantity(),
                        sign * posting.amount(),
                        posted.effectiveOn(),
                        null,
                        false);
                change(books, line.merchantId(), List.of(due));
                next++;
            }
        }
    }

    /**
     * Refuses when the redemption is part of a submitted settlement.
     *
     * @throws ProblemException {@code redemption_settled}
     */
    public void requireUnlocked(Books books, RedemptionId redemptionId, List<MerchantLine> lines) {
        if (lines.isEmpty()) {
            return;
        }
        List<MerchantId> merchants =
                lines.stream().map(MerchantLine::merchantId).distinct().toList();
        List<MerchantDue> entries = books.row(redeemed, redemptionId).orElse(List.of());
        current(books, merchants, entries, due -> due.redemptionId().equals(redemptionId)).stream()
                .filter(MerchantDue::locked)
                .findFirst()
                .ifPresent(due -> {
                    throw ProblemException.of(
                            ErrorCode.REDEMPTION_SETTLED,
                            redemptionId.toString(),
                            due.settlementId().toString());
                });
    }

    /** Names what {@link #free} looks at. */
    void needsFree(Needs needs, MerchantId merchantId) {
        needs.row(this, merchantId);
        needs.row(open, merchantId);
    }

    /** Names what {@link #of} looks at. */
    void needsOf(Needs needs, MerchantId merchantId, SettlementId settlementId) {
        needs.row(this, merchantId);
        needs.row(settling, settlementId);
    }

    /** Entries of a merchant that belong to no live settlement, including the changes of this batch. */
    List<MerchantDue> free(Books books, MerchantId merchantId) {
        List<MerchantDue> entries = books.row(open, merchantId).orElse(List.of());
        return current(books, List.of(merchantId), entries, due -> due.settlementId() == null);
    }

    /** Entries of a settlement, including the changes of this batch. */
    List<MerchantDue> of(Books books, MerchantId merchantId, SettlementId settlementId) {
        List<MerchantDue> entries = books.row(settling, settlementId).orElse(List.of());
        return current(books, List.of(merchantId), entries, due -> settlementId.equals(due.settlementId()));
    }

    /** Puts new or changed entries of a merchant. */
    void change(Books books, MerchantId merchantId, Collection<MerchantDue> entries) {
        books.put(
                this,
                merchantId,
                books.row(this, merchantId).orElse(ChangedDues.NONE).with(entries));
    }

    private List<MerchantDue> current(
            Books books, List<MerchantId> merchants, List<MerchantDue> loaded, Predicate<MerchantDue> wanted) {
        Map<MerchantDue.Key, MerchantDue> all = new LinkedHashMap<>();
        loaded.forEach(due -> all.put(due.key(), due));
        for (MerchantId merchantId : merchants) {
            all.putAll(books.row(this, merchantId).orElse(ChangedDues.NONE).entries());
        }
        return all.values().stream().filter(wanted).toList();
    }

    /** Loads nothing: before a batch begins there are no changes. */
    @Override
    public void load(
            Lookups lookups, Set<RowKey<MerchantId>> keys, BiConsumer<RowKey<MerchantId>, ChangedDues> found) {}

    @Override
    public void save(Script script, Collection<Map.Entry<RowKey<MerchantId>, ChangedDues>> changed) {
        record Row(UUID communityId, MerchantDue due) {}
        List<Row> rows = changed.stream()
                .flatMap(entry -> entry.getValue().entries().values().stream()
                        .map(due -> new Row(entry.getKey().communityId(), due)))
                .toList();
        script.add(INSERT, columns -> {
            columns.communities(rows.stream().map(Row::communityId));
            MerchantDueRows.COLUMNS.fill(columns, rows.stream().map(Row::due).toList());
        });
    }
}
