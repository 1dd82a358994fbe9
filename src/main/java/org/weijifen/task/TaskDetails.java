package org.weijifen.task;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.Text;

/**
 * The editable details of a task. New points apply to later credits.
 *
 * @param title 1 to 100 characters
 * @param points for each unit, 1 to 1,000,000
 */
@Schema(description = "What can be edited of a task")
@Embeddable
public record TaskDetails(
        @NotNull @Text @Size(max = MAX_TITLE) @Schema(examples = "安全隐患随手拍")
        String title,

        @NotNull @Min(1) @Max(MAX_POINTS) @Schema(description = "Points for each occurrence or hour", examples = "1")
        Long points,

        @Enumerated(EnumType.STRING) @NotNull TaskStatus status) {
    /** Most characters of a title. */
    public static final int MAX_TITLE = 100;

    public static final long MAX_POINTS = 1_000_000;
}
