package org.weijifen.settlement;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.weijifen.ledger.RecordTable;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.SettlementId;

/** The settlements of all communities. They are only changed by operations of the ledger. */
@Singleton
final class Settlements extends RecordTable<SettlementId, Settlement> {

    /** What a merchant sees: drafts are the committee's own, also those that it has thrown away. */
    private static final String SUBMITTED = " and r.submitted_at is not null";

    /**
     * The filter of a list; a null field matches all settlements.
     *
     * @param submitted whether only those that were submitted are wanted
     */
    record Filter(MerchantId merchantId, SettlementStatus status, boolean submitted) {}

    private final Snapshots snapshots;

    Settlements(Snapshots snapshots) {
        super(Settlement.class, "settlement");
        this.snapshots = snapshots;
    }

    /** The refusal when there is no such settlement, or the caller may not see it. */
    static ProblemException notFound(SettlementId id) {
        return ProblemException.variant(ErrorCode.NOT_FOUND, "settlement", id.toString());
    }

    /**
     * The settlement with this id.
     *
     * @param merchantId the merchant who asks, and to whom it must have been submitted; null for the committee
     * @throws ProblemException {@code not_found}
     */
    Settlement require(UUID communityId, SettlementId id, MerchantId merchantId) {
        SqlQuery which =
                new SqlQuery("r.community_id = ? and r.id = ?", communityId, id).and("r.merchant_id = ?", merchantId);
        if (merchantId != null) {
            which.append(SUBMITTED);
        }
        return snapshots.read(connection -> read(connection, which)).stream()
                .findFirst()
                .orElseThrow(() -> notFound(id));
    }

    /** The settlements before {@code before}, the newest first; one more than {@code limit} if there are as many. */
    List<Settlement> list(UUID communityId, Filter filter, SettlementId before, int limit) {
        SqlQuery which = new SqlQuery("r.community_id = ?", communityId)
                .and("r.merchant_id = ?", filter.merchantId())
                .and(
                        "r.status = ?",
                        filter.status() == null ? null : filter.status().code())
                .and("r.id < ?", before)
                .append(filter.submitted() ? SUBMITTED : "")
                .append(" order by r.id desc limit ?", limit + 1);
        return snapshots.read(connection -> read(connection, which));
    }
}
