package org.weijifen.access;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.Text;

/** What can be edited of a client. */
@Schema(description = "What can be edited of a client")
record ClientDetails(
        @NotNull @Text @Size(max = 100) String name,

        @Schema(description = "Slugs of the communities it works in") @NotNull @Size(max = 1000) List<@NotNull @Pattern(regexp = UserDetails.SLUG) String> communities,

        @NotNull AccountStatus status) {}
