package org.weijifen.platform;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A line of plain text: at least one character that is no blank, no control characters, no halves of surrogate pairs
 * (neither PostgreSQL nor UTF-8 can hold those). Its length is bounded by a {@code @Size} beside it. In JSON and in queries it
 * is read without {@link Blanks} at its ends.
 */
@Pattern(regexp = "[^\\p{Cc}\\p{Cs}]*[^\\p{Cc}\\p{Cs}\\p{Z}][^\\p{Cc}\\p{Cs}]*") @ReportAsSingleViolation
@Constraint(validatedBy = {})
@Target({
    ElementType.FIELD,
    ElementType.PARAMETER,
    ElementType.RECORD_COMPONENT,
    ElementType.METHOD,
    ElementType.TYPE_USE
})
@Retention(RetentionPolicy.RUNTIME)
public @interface Text {
    String message() default "{org.weijifen.platform.Text.message}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
