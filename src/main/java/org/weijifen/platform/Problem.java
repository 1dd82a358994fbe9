package org.weijifen.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A problem document (RFC 9457), as every error answers. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Problem document (RFC 9457). Branch on `code`; `title` and `detail` are for people.")
public record Problem(
        @Schema(
                description = "Where the code is explained, relative to the service",
                examples = "/docs/problems#insufficient_points")
        String type,

        @Schema(description = "The rule, in the language of Accept-Language (zh-CN or en)")
        String title,

        @Schema(description = "The HTTP status") int status,

        @Schema(description = "What happened here, in the same language")
        String detail,

        @Schema(description = "The path that was asked for") String instance,

        @Schema(
                description =
                        "Stable code in snake_case. Each operation says which it may have; further ones may come, so go by"
                                + " the status of those that you don't know.",
                examples = "insufficient_points")
        String code,

        @Schema(description = "Whether the same request with the same key may succeed later")
        boolean retryable,

        @Schema(description = "Quote this when asking for help; also in the header X-Request-Id")
        String requestId,

        @Schema(nullable = true, description = "The fields that were wrong; the first 20 where there are more")
        List<FieldProblem> errors) {

    /** What is wrong with one field. */
    public record FieldProblem(
            @Schema(description = "Where, as `lines[0].quantity`, or a parameter's name")
            String field,

            @Schema(description = "Stable code of the broken rule")
            String code,

            @Schema(description = "For people") String message) {}
}
