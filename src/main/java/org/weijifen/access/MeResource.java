package org.weijifen.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.security.Authenticated;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.platform.Editable;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.Text;
import org.weijifen.platform.id.MemberId;
import org.weijifen.platform.id.MerchantId;

/** Who the caller is. */
@Path("/v1/me")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Access")
@Authenticated
public class MeResource {
    private final Caller caller;
    private final Users users;
    private final OwnAccountService service;

    MeResource(Caller caller, Users users, OwnAccountService service) {
        this.caller = caller;
        this.users = users;
        this.service = service;
    }

    /** What users may change of themselves. */
    @Schema(name = "OwnAccountChange")
    record OwnChange(
            @Schema(description = "What others call them; null for the user name", examples = "王主任")
            @Text
            @Size(max = User.MAX_DISPLAY_NAME) String displayName) {}

    @Schema(name = "PermissionsInCommunity")
    record CommunityView(
            @Schema(description = "Slug", examples = "fuxi") String community, List<String> permissions) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Me")
    record MeView(
            @Schema(description = "Of the user, client or member; the books name it as actor")
            UUID id,

            @Schema(examples = "committee") String role,

            @Schema(nullable = true, description = "What others call a user", examples = "王主任")
            String displayName,

            @Schema(nullable = true, description = "Whether a user is asked for a second factor at sign-in")
            Boolean secondFactor,

            @Schema(
                    description =
                            "What to do before the token is good for anything else: `password_change`, `second_factor`")
            List<String> pending,

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

            @Schema(description = "When the token expires") Instant expiresAt)
            implements Editable {
        @Override
        public Record editable() {
            return new OwnChange(displayName);
        }
    }

    @GET
    @WhilePending
    @Operation(operationId = "getMe", summary = "Who one is, and what one's token permits")
    public MeView get() {
        boolean isUser = caller.grants().anywhere().contains(Permission.USER);
        return view(isUser ? users.get(UUID.fromString(caller.id())) : null);
    }

    @PATCH
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @AccountLookup
    @RolesAllowed(Permission.USER)
    @Operation(operationId = "updateMe", summary = "Change what others call oneself")
    public MeView update(
            @HeaderParam("If-Match") IfMatch ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = OwnChange.class))) @NotNull JsonNode patch) {
        return view(service.change(patch, ifMatch, caller.read()));
    }

    private MeView view(User user) {
        Grants grants = caller.grants();
        boolean everywhere = caller.hasRole(Role.ADMIN);
        return new MeView(
                UUID.fromString(caller.id()),
                grants.role(),
                user == null ? null : user.displayName(),
                user == null ? null : user.hasSecondFactor(),
                caller.pending().stream().map(PendingStep::code).toList(),
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
