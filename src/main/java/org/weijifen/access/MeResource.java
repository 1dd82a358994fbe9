package org.weijifen.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.platform.id.MemberId;
import org.weijifen.platform.id.MerchantId;

/** Who the caller is. */
@Path("/v1/me")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Access")
@Authenticated
public class MeResource {
    private final Caller caller;

    MeResource(Caller caller) {
        this.caller = caller;
    }

    @Schema(name = "PermissionsInCommunity")
    record CommunityView(
            @Schema(description = "Slug", examples = "fuxi") String community, List<String> permissions) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Me")
    record MeView(
            @Schema(description = "Of the user, client or member; the books name it as actor")
            UUID id,

            @Schema(examples = "committee") String role,

            @Schema(description = "What the token permits everywhere, with an admin's token")
            List<String> permissions,

            @Schema(description = "What it permits in each of its communities")
            List<CommunityView> communities,

            @Schema(nullable = true, description = "With a member's token")
            MemberId memberId,

            @Schema(nullable = true, description = "With the token of a merchant's user")
            MerchantId merchantId,

            @Schema(nullable = true, description = "Who got a member's token for them: `client/<id>` or `user/<id>`")
            String by,

            @Schema(description = "When the token expires") Instant expiresAt) {}

    @GET
    @Operation(operationId = "getMe", summary = "Who one is, and what one's token permits")
    public MeView get() {
        Grants grants = caller.grants();
        boolean everywhere = caller.hasRole(Role.ADMIN);
        return new MeView(
                UUID.fromString(caller.id()),
                grants.role(),
                everywhere ? grants.anywhere().stream().sorted().toList() : List.of(),
                everywhere
                        ? List.of()
                        : grants.communities().stream()
                                .sorted()
                                .map(community -> new CommunityView(
                                        community,
                                        grants.in(community).stream().sorted().toList()))
                                .toList(),
                caller.memberId().orElse(null),
                caller.merchantId().orElse(null),
                caller.minter().orElse(null),
                caller.expiresAt());
    }
}
