package org.weijifen.member;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.Text;

/**
 * What can be edited of a member.
 *
 * @param displayName 1 to 60 characters
 * @param phone 5 to 20 digits, plus signs, hyphens and blanks, or null
 * @param group code of a group, or null
 * @param household name or number of the household, 1 to 60 characters, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What can be edited of a member")
record MemberDetails(
        @NotNull @Text @Size(max = 60) @Schema(examples = "1号居民")
        String displayName,

        @Pattern(regexp = PHONE) @Schema(examples = "138 0013 8000")
        String phone,

        @Pattern(regexp = GROUP) @Schema(description = "Code of the member's group", examples = "resident")
        String group,

        @Text @Size(max = 60) @Schema(description = "Name or number of the household", examples = "fuxi-h00026")
        String household,

        @NotNull MemberStatus status) {
    static final String PHONE = "^[0-9+ -]{5,20}$";
    static final String GROUP = "^[a-z0-9-]{1,32}$";
}
