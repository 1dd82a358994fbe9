package org.weijifen.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
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
import org.weijifen.platform.CreationKeys.Created;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.Editable;
import org.weijifen.platform.Formats;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.Page;
import org.weijifen.platform.Paging;
import org.weijifen.platform.Text;
import org.weijifen.platform.http.Outcomes;
import org.weijifen.platform.id.MerchantId;

/** Staff who sign in. */
@Path("/v1/users")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Access")
@AccountLookup
@RolesAllowed(Permission.ADMINISTRATOR)
public class UsersResource {
    private final Users users;
    private final UserService service;
    private final Accounts accounts;
    private final Caller caller;

    UsersResource(Users users, UserService service, Accounts accounts, Caller caller) {
        this.users = users;
        this.service = service;
        this.accounts = accounts;
        this.caller = caller;
    }

    record NewUser(
            @Schema(description = "Lower-case letters, digits and . _ @ -", examples = "counter-1")
            @NotNull @Pattern(regexp = "[a-z0-9._@-]{1,64}") String username,

            @Schema(
                    description =
                            "At most 72 bytes in UTF-8, and not easily guessed; they have to change it at the first sign-in")
            @NotNull @Size(min = Secrets.MIN_LENGTH, max = Secrets.MAX_BYTES) String password,

            @Schema(description = "What others call them; the user name without one", examples = "王主任")
            @Text
            @Size(max = User.MAX_DISPLAY_NAME) String displayName,

            @NotNull StaffRole role,

            @Schema(
                    description = "Slugs of the communities they work in; an admin works in all",
                    examples = "[\"fuxi\"]")
            @NotNull @Size(max = 200) List<@NotNull @Pattern(regexp = "[a-z0-9-]{1,64}") String> communities,

            @Schema(description = Grant.DESCRIPTION) @Size(max = 200) List<@NotNull @Valid Grant> grants,

            @Schema(
                    description =
                            "The merchant of that one community they work for; for the role `merchant`, and only for it")
            MerchantId merchantId) {
        List<String> permissions() {
            return Grant.flatten(grants == null ? List.of() : grants, role, communities);
        }
    }

    /** What a patch may change. */
    record UserChange(
            @Schema(
                    description = "A new password, as of a new user; one's own is changed at `PUT /v1/me/password`",
                    writeOnly = true)
            @Size(min = Secrets.MIN_LENGTH, max = Secrets.MAX_BYTES) String password,

            @Schema(description = "What others call them; null for the user name")
            @Text
            @Size(max = User.MAX_DISPLAY_NAME) String displayName,

            @NotNull @Size(max = 200) List<@NotNull @Pattern(regexp = "[a-z0-9-]{1,64}") String> communities,

            @Schema(description = Grant.DESCRIPTION) @NotNull @Size(max = 200) List<@NotNull @Valid Grant> grants,

            @NotNull AccountStatus status) {}

    @Schema(name = "User")
    record UserView(
            UUID id,
            String username,
            String displayName,
            StaffRole role,
            List<String> communities,
            @Schema(description = Grant.DESCRIPTION) List<Grant> grants,

            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Schema(description = "Whom a merchant's user works for; absent for all others", nullable = true)
            MerchantId merchantId,

            @Schema(description = "Whether somebody else has set the password, so that they have to change it first")
            boolean passwordChangeRequired,

            @Schema(description = "Whether a second factor is asked for at sign-in")
            boolean secondFactor,

            AccountStatus status,
            Instant createdAt)
            implements Editable {
        @Override
        public Record editable() {
            return new UserChange(null, displayName, communities, grants, status);
        }

        static UserView of(User user) {
            return new UserView(
                    user.id(),
                    user.username(),
                    user.displayName(),
                    user.role(),
                    user.communities(),
                    Grant.of(user),
                    user.merchantId(),
                    user.isPasswordChangeRequired(),
                    user.hasSecondFactor(),
                    user.status(),
                    user.createdAt());
        }
    }

    @POST
    @Logged(what = "user")
    @Operation(
            operationId = "createUser",
            summary = "Create a user",
            description = "A key that comes again answers the user as it stands; its password stays the first one.")
    @APIResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(schema = @Schema(implementation = UserView.class)))
    public Response create(@NotNull @Valid NewUser wanted) {
        Created<User> made = service.create(wanted, UserService.hashFor(wanted), caller.add());
        accounts.learn(made.row());
        return Outcomes.created("/v1/users/" + made.row().id(), UserView.of(made.row()), made.before());
    }

    @GET
    @Logged(what = "user")
    @Operation(operationId = "listUsers", summary = "List users, oldest first")
    public Page<UserView> list(@QueryParam("limit") Integer limit, @QueryParam("cursor") String cursor) {
        int count = Paging.limit(limit);
        UUID last = Cursor.read(cursor, 1, keys -> Formats.uuid(keys.get(0)));
        return Page.of(users.after(last, count + 1), count, user -> Cursor.after(user.id()))
                .map(UserView::of);
    }

    @GET
    @Path("/{userId}")
    @Logged(what = "user", id = "userId")
    @Operation(operationId = "getUser", summary = "Get a user")
    public UserView get(@PathParam("userId") UUID userId) {
        return UserView.of(users.get(userId));
    }

    @PATCH
    @Path("/{userId}")
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @Logged(what = "user", id = "userId")
    @Operation(
            operationId = "updateUser",
            summary = "Change a user's name, password, communities, permissions or status",
            description = "A change of anything but the name ends the tokens that they have.")
    public UserView update(
            @PathParam("userId") UUID userId,
            @HeaderParam("If-Match") IfMatch ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = UserChange.class))) JsonNode patch) {
        User changed = service.change(userId, patch, service.hashFor(userId, patch), ifMatch, caller.read());
        accounts.learn(changed);
        return UserView.of(changed);
    }

    @DELETE
    @Path("/{userId}/second-factor")
    @Operation(
            operationId = "resetSecondFactor",
            summary = "Take a user's second factor away, who has lost it and the recovery codes")
    @APIResponse(
            responseCode = "200",
            description = "The user, without a second factor",
            content = @Content(schema = @Schema(implementation = UserView.class)))
    public UserView resetSecondFactor(@PathParam("userId") UUID userId) {
        User changed = service.resetSecondFactor(userId, caller.read());
        accounts.learn(changed);
        return UserView.of(changed);
    }
}
