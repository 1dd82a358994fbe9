package org.weijifen.access;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.Page;
import org.weijifen.platform.Paging;

/** Users over HTTP. */
@Path("/v1/users")
@Tag(name = "Access")
@RolesAllowed(Role.ADMIN)
public class UserResource {
    private final Accounts accounts;

    UserResource(Accounts accounts) {
        this.accounts = accounts;
    }

    /** A user to be added. */
    public record NewUser(
            @NotNull @Pattern(regexp = "[A-Za-z0-9._@-]{1,64}") String username,

            @Schema(description = "8 to 72 printable ASCII characters") @NotNull @Pattern(regexp = UserDetails.PASSWORD) String password,

            @NotNull StaffRole role,

            @Schema(description = "Slugs of the communities they work in; an admin works in all")
            @NotNull @Size(max = 1000) List<@NotNull @Pattern(regexp = UserDetails.SLUG) String> communities) {}

    /** A user as it is shown. */
    @Schema(name = "User")
    public record UserView(
            UUID id,
            String username,
            StaffRole role,
            List<String> communities,
            AccountStatus status,
            Instant createdAt) {

        static UserView of(StaffUser user) {
            return new UserView(
                    user.id(),
                    user.username(),
                    user.role(),
                    user.communities(),
                    user.details().status(),
                    user.createdAt());
        }
    }

    /** Adds a user. */
    @POST
    @Operation(operationId = "createUser", summary = "Add a user")
    @APIResponse(
            responseCode = "201",
            description = "The user",
            content = @Content(schema = @Schema(implementation = UserView.class)))
    public Response add(@NotNull @Valid NewUser given) {
        StaffUser user = accounts.addUser(given.username(), given.password(), given.role(), given.communities());
        return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/v1/users/" + user.id())
                .entity(UserView.of(user))
                .build();
    }

    /** Lists users. */
    @GET
    @Operation(operationId = "listUsers", summary = "List users in the order they were added")
    public Page<UserView> list(@QueryParam("limit") Integer limit, @QueryParam("cursor") String cursor) {
        int size = Paging.limit(limit);
        UUID after = Cursor.read(cursor, 1, keys -> UUID.fromString(keys.get(0)));
        return Page.of(accounts.users(after, size + 1), size, user -> Cursor.after(user.id()))
                .map(UserView::of);
    }

    /** Reads a user. */
    @GET
    @Path("/{userId}")
    @Operation(operationId = "getUser", summary = "Read a user")
    public UserView get(@PathParam("userId") UUID userId) {
        return UserView.of(accounts.user(userId));
    }

    /** Edits a user. */
    @PATCH
    @Path("/{userId}")
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "updateUser",
            summary = "Change a user by a merge patch",
            description = "Sets a new password, other communities or another status. Name and role can't change. Tokens"
                    + " that are out stay good until they expire.")
    public UserView change(
            @PathParam("userId") UUID userId,
            @RequestBody(content = @Content(schema = @Schema(implementation = UserDetails.class))) @NotNull JsonNode patch) {
        return UserView.of(accounts.changeUser(userId, patch));
    }
}
