package org.weijifen.access;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What can be edited of a user. */
@Schema(description = "What can be edited of a user")
record UserDetails(
        @Schema(description = "A new password: 8 to 72 characters without control characters or non-ASCII ones")
        @Pattern(regexp = UserDetails.PASSWORD) String password,

        @Schema(description = "Slugs of the communities they work in; an admin works in all") @NotNull @Size(max = 1000) List<@NotNull @Pattern(regexp = UserDetails.SLUG) String> communities,

        @NotNull AccountStatus status) {
    /** bcrypt looks at 72 bytes only, so no more are taken. */
    static final String PASSWORD = "[\\x20-\\x7E]{8,72}";

    static final String SLUG = "[a-z][a-z0-9-]{1,39}";
}
