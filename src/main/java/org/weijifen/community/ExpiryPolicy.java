package org.weijifen.community;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import java.time.Month;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.DiscriminatorMapping;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;

/** How long points are valid. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ExpiryPolicy.Never.class, name = "never"),
    @JsonSubTypes.Type(value = ExpiryPolicy.AfterMonths.class, name = "after-months"),
    @JsonSubTypes.Type(value = ExpiryPolicy.CalendarYearEnd.class, name = "calendar-year-end")
})
@Schema(
        description = "How long points are valid",
        oneOf = {ExpiryPolicy.Never.class, ExpiryPolicy.AfterMonths.class, ExpiryPolicy.CalendarYearEnd.class},
        discriminatorProperty = "type",
        discriminatorMapping = {
            @DiscriminatorMapping(value = "never", schema = ExpiryPolicy.Never.class),
            @DiscriminatorMapping(value = "after-months", schema = ExpiryPolicy.AfterMonths.class),
            @DiscriminatorMapping(value = "calendar-year-end", schema = ExpiryPolicy.CalendarYearEnd.class)
        })
public sealed interface ExpiryPolicy {
    /** Points never expire. */
    ExpiryPolicy NEVER = new Never();

    /**
     * The last valid day of points that are earned on {@code effectiveOn}. They expire at the end of that day in the
     * community's time zone. Null when they never expire.
     */
    LocalDate expiresOn(LocalDate effectiveOn);

    /** Points stay valid for ever. */
    @Schema(
            name = "ExpiryNever",
            requiredProperties = "type",
            properties = @SchemaProperty(name = "type", type = SchemaType.STRING, enumeration = "never"),
            description = "Points stay valid for ever")
    record Never() implements ExpiryPolicy {
        @Override
        public LocalDate expiresOn(LocalDate effectiveOn) {
            return null;
        }
    }

    /**
     * Points are valid until the same day of the month, a number of months later, or until the last day of a shorter
     * month. With one month, points earned on 31 January are valid until 28 (or 29) February.
     *
     * @param months 1 to 120
     */
    @Schema(
            name = "ExpiryAfterMonths",
            requiredProperties = "type",
            properties = @SchemaProperty(name = "type", type = SchemaType.STRING, enumeration = "after-months"),
            description = "Valid until the same day of the month, `months` later, or that"
                    + " month's last day where it is too short")
    record AfterMonths(@NotNull @Min(1) @Max(120) Integer months) implements ExpiryPolicy {
        @Override
        public LocalDate expiresOn(LocalDate effectiveOn) {
            return effectiveOn.plusMonths(months);
        }
    }

    /**
     * Points are valid until 31 December: of the year they are earned in with 1 year, of the next year with 2 years.
     *
     * @param years 1 to 10
     */
    @Schema(
            name = "ExpiryCalendarYearEnd",
            requiredProperties = "type",
            properties = @SchemaProperty(name = "type", type = SchemaType.STRING, enumeration = "calendar-year-end"),
            description = "valid until 31 December, with `years` 1 of the same year, with" + " 2 of the next")
    record CalendarYearEnd(@NotNull @Min(1) @Max(10) Integer years) implements ExpiryPolicy {
        private static final int LAST_DAY = 31;

        @Override
        public LocalDate expiresOn(LocalDate effectiveOn) {
            return LocalDate.of(effectiveOn.getYear() + years - 1, Month.DECEMBER, LAST_DAY);
        }
    }
}
