package org.weijifen.reward;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.ScopedId;

/**
 * A reward of a community. Its code and kind stand for ever: with another kind its units in the books would have come
 * from nowhere.
 */
@Entity
class Reward {
    @EmbeddedId
    private ScopedId id;

    private String code;
    private String title;

    @Enumerated(EnumType.STRING)
    private RewardKind kind;

    private long points;
    private long costFen;
    private Integer limitPerMonth;
    private Long lowStockThreshold;
    private String[] groups;
    private UUID merchantId;

    @Enumerated(EnumType.STRING)
    private RewardStatus status;

    private Instant createdAt;

    /** For Hibernate. */
    protected Reward() {}

    Reward(ScopedId id, String code, RewardKind kind, RewardDetails details, Instant createdAt) {
        this.id = id;
        this.code = code;
        this.kind = kind;
        this.createdAt = createdAt;
        change(details);
    }

    UUID id() {
        return id.id();
    }

    String code() {
        return code;
    }

    RewardKind kind() {
        return kind;
    }

    Instant createdAt() {
        return createdAt;
    }

    RewardDetails details() {
        return new RewardDetails(
                title, points, costFen, limitPerMonth, lowStockThreshold, List.of(groups), merchantId, status);
    }

    /** Whether so many units on all shelves are few; null for what is not kept in stock. */
    Boolean isLow(long onShelf) {
        return kind.isStocked() ? lowStockThreshold != null && onShelf <= lowStockThreshold : null;
    }

    /**
     * Takes edited details over; each group once, in order.
     *
     * @throws ProblemException {@code validation_failed} for a threshold of what is not kept in stock
     */
    final void change(RewardDetails details) {
        if (details.lowStockThreshold() != null && !kind.isStocked()) {
            throw ProblemException.field("lowStockThreshold", "goods_only");
        }
        this.title = details.title();
        this.points = details.points();
        this.costFen = details.costFen();
        this.limitPerMonth = details.limitPerMonth();
        this.lowStockThreshold = details.lowStockThreshold();
        this.groups = details.groups().stream().distinct().sorted().toArray(String[]::new);
        this.merchantId = details.merchantId();
        this.status = details.status();
    }
}
