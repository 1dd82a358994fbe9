package org.weijifen.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.Text;

/**
 * The editable details of a station.
 *
 * @param title 1 to 100 characters
 * @param address 1 to 200 characters, or null
 * @param openingHours in words, 1 to 200 characters, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What can be edited of a station")
record StationDetails(
        @NotNull @Text @Size(max = MAX_TITLE) @Schema(examples = "东门服务点")
        String title,

        @Text @Size(max = MAX_TEXT) @Schema(description = "Where it is", nullable = true)
        String address,

        @Text @Size(max = MAX_TEXT) @Schema(description = "When it is open, in words", nullable = true)
        String openingHours,

        @NotNull StationStatus status) {
    static final int MAX_TITLE = 100;
    static final int MAX_TEXT = 200;
}
