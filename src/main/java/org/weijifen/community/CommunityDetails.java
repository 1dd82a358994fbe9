package org.weijifen.community;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.Text;

/**
 * The editable details of a community. New policies apply to later credits and reservations.
 *
 * @param name 1 to 100 characters
 * @param pickupDays 0 to 365
 * @param secondFactorRequired null is no; keys of earlier requests, which are kept for ever, know nothing of it
 */
@Schema(description = "What can be edited of a community")
record CommunityDetails(
        @NotNull @Text @Size(max = 100) @Schema(examples = "府西社区")
        String name,

        @NotNull @Valid ExpiryPolicy expiryPolicy,

        @NotNull @Min(0) @Max(365) @Schema(description = "Days after a reservation in which it can be collected", examples = "7")
        Integer pickupDays,

        @Schema(
                description =
                        "Whether those who approve here need a second factor to sign in, and with them all admins; false when null",
                examples = "false")
        Boolean secondFactorRequired) {

    boolean asksForSecondFactor() {
        return Boolean.TRUE.equals(secondFactorRequired);
    }
}
