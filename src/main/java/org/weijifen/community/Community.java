package org.weijifen.community;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.EnumeratedValue;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.weijifen.platform.EnumNames;

/** The row of a community. Slug and time zone never change, because paths and the days in its books depend on them. */
@Embeddable
record Community(
        @Column(insertable = false, updatable = false) UUID id,

        String slug,
        String name,
        String timeZone,
        @Enumerated(EnumType.STRING) ExpiryType expiryType,
        Integer expiryMonths,
        Integer expiryYears,
        int pickupDays,
        boolean secondFactorRequired,
        Instant createdAt) {

    /** The columns of the expiry policy. */
    enum ExpiryType {
        NEVER,
        AFTER_MONTHS,
        CALENDAR_YEAR_END;

        @EnumeratedValue
        private final String code = EnumNames.code(this);
    }

    /** A community with these details. */
    static Community of(UUID id, String slug, String timeZone, CommunityDetails details, Instant createdAt) {
        ExpiryType type;
        Integer months = null;
        Integer years = null;
        // Java 17 has no switch over the kinds of a sealed type yet.
        if (details.expiryPolicy() instanceof ExpiryPolicy.AfterMonths after) {
            type = ExpiryType.AFTER_MONTHS;
            months = after.months();
        } else if (details.expiryPolicy() instanceof ExpiryPolicy.CalendarYearEnd yearEnd) {
            type = ExpiryType.CALENDAR_YEAR_END;
            years = yearEnd.years();
        } else if (details.expiryPolicy() instanceof ExpiryPolicy.Never) {
            type = ExpiryType.NEVER;
        } else {
            throw new IllegalStateException("no columns for " + details.expiryPolicy());
        }
        return new Community(
                id,
                slug,
                details.name(),
                timeZone,
                type,
                months,
                years,
                details.pickupDays(),
                details.asksForSecondFactor(),
                createdAt);
    }

    /** The same community with other details. */
    Community with(CommunityDetails edited) {
        return of(id, slug, timeZone, edited, createdAt);
    }

    CommunityDetails details() {
        return new CommunityDetails(name, expiryPolicy(), pickupDays, secondFactorRequired);
    }

    /** The policies that other features use. */
    CommunityPolicy policy() {
        return new CommunityPolicy(id, slug, ZoneId.of(timeZone), expiryPolicy(), pickupDays);
    }

    private ExpiryPolicy expiryPolicy() {
        return switch (expiryType) {
            case NEVER -> ExpiryPolicy.NEVER;
            case AFTER_MONTHS -> new ExpiryPolicy.AfterMonths(expiryMonths);
            case CALENDAR_YEAR_END -> new ExpiryPolicy.CalendarYearEnd(expiryYears);
        };
    }
}
