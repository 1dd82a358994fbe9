package org.weijifen.member;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.Text;

/**
 * The editable details of a member.
 *
 * @param displayName 1 to 60 characters
 * @param phone 5 to 20 digits, plus signs, hyphens and blanks, or null
 * @param group code of a group, or null
 * @param household name or number of the household, 1 to 60 characters, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What can be edited of a member")
@Embeddable
public record MemberDetails(
        @NotNull @Text @Size(max = MAX_NAME) @Schema(examples = "1号居民")
        String displayName,

        @Pattern(regexp = PHONE) @Schema(examples = "138 0013 8000")
        String phone,

        @Column(name = "group_code")
        @Pattern(regexp = GROUP) @Schema(description = "Code of the member's group", examples = "resident")
        String group,

        @Text @Size(max = MAX_NAME) @Schema(description = "Name or number of the household", examples = "fuxi-h00026")
        String household,

        @Enumerated(EnumType.STRING) @NotNull MemberStatus status) {
    /** The form of phone numbers. */
    public static final String PHONE = "^[0-9+ -]{5,20}$";
    /** The form of group codes. */
    public static final String GROUP = "^[a-z0-9-]{1,32}$";

    /** The largest number of characters of a name, and of a household. */
    public static final int MAX_NAME = 60;

    /** The same with the given values; null values change nothing. */
    public MemberDetails with(String newName, String newPhone, String newGroup, String newHousehold) {
        return new MemberDetails(
                newName == null ? displayName : newName,
                newPhone == null ? phone : newPhone,
                newGroup == null ? group : newGroup,
                newHousehold == null ? household : newHousehold,
                status);
    }
}
