package org.weijifen.settlement;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.ledger.RecordColumns;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.Formats;
import org.weijifen.platform.Page;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RedemptionId;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.SettlementId;

/** Lists the entries of a merchant's dues. */
@Singleton
final class MerchantDueLists {

    /** The direction of an entry. */
    @Schema(name = "DueDirection")
    enum Direction {
        /** Owed for what was handed out. */
        @JsonProperty("earned")
        EARNED,
        /** No longer owed for what was returned. */
        @JsonProperty("returned")
        RETURNED
    }

    /**
     * The filter; a null field matches all entries.
     *
     * @param from first day
     * @param to last day
     * @param open whether the entries belong to no live settlement
     */
    record Filter(
            MerchantId merchantId,
            SettlementId settlementId,
            RewardId rewardId,
            LocalDate from,
            LocalDate to,
            Direction direction,
            Boolean open) {

        static Filter ofSettlement(MerchantId merchantId, SettlementId settlementId) {
            return new Filter(merchantId, settlementId, null, null, null, null, null);
        }
    }

    /** An entry as clients see it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "MerchantDue")
    record DueView(
            @Schema(description = "Number of its transaction in the books")
            long sequence,

            @Schema(description = "Which posting of that transaction, from 0")
            int position,

            @Schema(description = "The day it belongs to, in the community's time zone")
            LocalDate effectiveOn,

            RedemptionId redemptionId,
            RewardId rewardId,
            String rewardCode,
            String rewardTitle,

            @Schema(description = "Units handed out; below zero: returned", examples = "2")
            long quantity,

            @Schema(description = "What is owed for it, in fen; below zero: no longer owed", examples = "1980")
            long amountFen,

            @Schema(description = "The live settlement it belongs to; absent: none yet", nullable = true)
            SettlementId settlementId) {}

    /** The position after an entry, in a list with the newest first. */
    record Position(LocalDate effectiveOn, long sequence, int position) {
        private static final int KEYS = 3;

        /**
         * Reads a position from a cursor; null for the newest.
         *
         * @throws org.weijifen.platform.ProblemException {@code invalid_cursor}
         */
        static Position read(String cursor) {
            return Cursor.read(
                    cursor,
                    KEYS,
                    keys -> new Position(
                            Formats.day(keys.get(0)),
                            Formats.wholeNumber(keys.get(1)),
                            Math.toIntExact(Formats.wholeNumber(keys.get(2)))));
        }
    }

    private static final RecordColumns<DueView> VIEWS = new RecordColumns<>(DueView.class);

    private final Snapshots snapshots;

    MerchantDueLists(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    /** A page of entries, the newest first. */
    Page<DueView> page(UUID communityId, Filter filter, Position from, int limit) {
        SqlQuery query = SqlQuery.of(communityId, """
                select m.sequence, m.position, m.effective_on, m.redemption_id, m.reward_id, w.code, w.title, m.quantity,
                       m.amount_fen, m.settlement_id
                from merchant_due m join reward w on w.community_id = :community and w.id = m.reward_id
                where m.community_id = :community and m.merchant_id = ?
                """, filter.merchantId())
                .and("m.settlement_id = ?", filter.settlementId())
                .and("m.reward_id = ?", filter.rewardId())
                .and("m.effective_on >= ?", filter.from())
                .and("m.effective_on <= ?", filter.to());
        if (filter.direction() != null) {
            query.append(filter.direction() == Direction.EARNED ? " and m.amount_fen > 0" : " and m.amount_fen < 0");
        }
        if (filter.open() != null) {
            query.append(filter.open() ? " and m.settlement_id is null" : " and m.settlement_id is not null");
        }
        if (from != null) {
            query.append(
                    " and (m.effective_on, m.sequence, m.position) < (?, ?, ?)",
                    from.effectiveOn(),
                    from.sequence(),
                    from.position());
        }
        query.append(" order by m.effective_on desc, m.sequence desc, m.position desc limit ?", limit + 1);
        return Page.of(read(query), limit, last -> Cursor.after(last.effectiveOn(), last.sequence(), last.position()));
    }

    private List<DueView> read(SqlQuery query) {
        return snapshots.read(connection -> query.list(connection, row -> VIEWS.read(row, 1)));
    }
}
