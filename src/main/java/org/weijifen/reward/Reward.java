package org.weijifen.reward;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.util.List;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RewardId;

/**
 * The row of a reward. Its code and kind never change: with another kind its units in the books would have no source.
 *
 * @param code as {@link #CODE}, unique in the community
 * @param details the editable details
 */
@Embeddable
public record Reward(
        @Column(insertable = false, updatable = false) RewardId id,

        String code,
        @Enumerated(EnumType.STRING) RewardKind kind,
        @Embedded RewardDetails details,
        Instant createdAt) {
    /** The form of codes. */
    public static final String CODE = "^[a-z0-9-]{1,40}$";

    public String title() {
        return details.title();
    }

    /** Price of one unit. */
    public long points() {
        return details.points();
    }

    /** Cost of one unit for the community, in fen. */
    public long costFen() {
        return details.costFen();
    }

    /** The largest number of units for one member in a calendar month; null for no limit. */
    public Integer limitPerMonth() {
        return details.limitPerMonth();
    }

    /** The merchant whose service or package it is; null for the community's own rewards. */
    public MerchantId merchantId() {
        return details.merchantId();
    }

    /**
     * Makes a reward with its groups sorted and without duplicates.
     *
     * @throws ProblemException {@code validation_failed} for a threshold of a reward without stock
     */
    public static Reward of(RewardId id, String code, RewardKind kind, RewardDetails details, Instant createdAt) {
        if (details.lowStockThreshold() != null && !kind.isStocked()) {
            throw ProblemException.field("lowStockThreshold", "goods_only");
        }
        return new Reward(id, code, kind, details.inOrder(), createdAt);
    }

    /** The same reward with other details, as {@link #of}. */
    public Reward with(RewardDetails edited) {
        return of(id, code, kind, edited, createdAt);
    }

    /** Whether this number of units on all shelves is low; null for a reward without stock. */
    Boolean isLow(long onShelf) {
        Long threshold = details.lowStockThreshold();
        return kind.isStocked() ? threshold != null && onShelf <= threshold : null;
    }

    /**
     * Refuses unless members of this group can redeem it now.
     *
     * @param group code of the member's group, or null
     * @throws ProblemException {@code reward_inactive} for a retired one, {@code not_eligible} for another group
     */
    public void requireRedeemableBy(String group) {
        if (details.status() != RewardStatus.ACTIVE) {
            throw ProblemException.of(ErrorCode.REWARD_INACTIVE, code);
        }
        List<String> groups = details.groups();
        if (!groups.isEmpty() && (group == null || !groups.contains(group))) {
            throw ProblemException.variant(ErrorCode.NOT_ELIGIBLE, "group", code);
        }
    }
}
