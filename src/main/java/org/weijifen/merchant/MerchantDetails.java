package org.weijifen.merchant;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.Text;

/**
 * The editable details of a merchant.
 *
 * @param title 1 to 100 characters
 * @param contact name of the contact person, 1 to 60 characters, or null
 * @param phone 5 to 20 digits, blanks, plus signs and hyphens, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What can be edited of a merchant")
@Embeddable
public record MerchantDetails(
        @NotNull @Text @Size(max = MAX_TITLE) @Schema(examples = "府西食堂")
        String title,

        @Text @Size(max = MAX_CONTACT) @Schema(description = "Whom to ask for")
        String contact,

        @Pattern(regexp = PHONE) @Schema(examples = "000 0000 0800")
        String phone,

        @Enumerated(EnumType.STRING) @NotNull MerchantStatus status) {
    /** Most characters of a title. */
    public static final int MAX_TITLE = 100;

    static final int MAX_CONTACT = 60;
    static final String PHONE = "^[0-9+ -]{5,20}$";
}
