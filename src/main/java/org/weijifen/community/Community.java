package org.weijifen.community;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** A community: its slug and time zone stand for ever, since paths and the days in its books hang on them. */
@Entity
class Community {

    /** How the expiry policy is kept in columns. */
    enum ExpiryType {
        NEVER,
        AFTER_MONTHS,
        CALENDAR_YEAR_END
    }

    @Id
    private UUID id;

    private String slug;
    private String name;
    private String timeZone;

    @Enumerated(EnumType.STRING)
    private ExpiryType expiryType;

    private Integer expiryMonths;
    private Integer expiryYears;
    private int pickupDays;
    private Instant createdAt;

    /** For Hibernate. */
    protected Community() {}

    Community(UUID id, String slug, String timeZone, CommunityDetails details, Instant createdAt) {
        this.id = id;
        this.slug = slug;
        this.timeZone = timeZone;
        this.createdAt = createdAt;
        change(details);
    }

    UUID id() {
        return id;
    }

    String slug() {
        return slug;
    }

    String timeZone() {
        return timeZone;
    }

    Instant createdAt() {
        return createdAt;
    }

    CommunityDetails details() {
        return new CommunityDetails(name, expiryPolicy(expiryType, expiryMonths, expiryYears), pickupDays);
    }

    /** Takes edited details over. */
    final void change(CommunityDetails details) {
        this.name = details.name();
        this.pickupDays = details.pickupDays();
        this.expiryMonths = null;
        this.expiryYears = null;
        // Java 17 has no switch over the kinds of a sealed type yet.
        if (details.expiryPolicy() instanceof ExpiryPolicy.AfterMonths after) {
            this.expiryType = ExpiryType.AFTER_MONTHS;
            this.expiryMonths = after.months();
        } else if (details.expiryPolicy() instanceof ExpiryPolicy.CalendarYearEnd yearEnd) {
            this.expiryType = ExpiryType.CALENDAR_YEAR_END;
            this.expiryYears = yearEnd.years();
        } else if (details.expiryPolicy() instanceof ExpiryPolicy.Never) {
            this.expiryType = ExpiryType.NEVER;
        } else {
            throw new IllegalStateException("no columns for " + details.expiryPolicy());
        }
    }

    /** The policy that stands in these columns. */
    static ExpiryPolicy expiryPolicy(ExpiryType type, Integer months, Integer years) {
        return switch (type) {
            case NEVER -> ExpiryPolicy.NEVER;
            case AFTER_MONTHS -> new ExpiryPolicy.AfterMonths(months);
            case CALENDAR_YEAR_END -> new ExpiryPolicy.CalendarYearEnd(years);
        };
    }
}
