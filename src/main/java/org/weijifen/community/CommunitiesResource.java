package org.weijifen.community;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
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
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.AccountLookup;
import org.weijifen.access.Caller;
import org.weijifen.access.Permission;
import org.weijifen.access.Role;
import org.weijifen.platform.CreationKeys.Created;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.Editable;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.Page;
import org.weijifen.platform.Paging;
import org.weijifen.platform.Text;
import org.weijifen.platform.http.Outcomes;
import org.weijifen.platform.http.Paths;

/** Communities over HTTP. */
@Path("/v1/communities")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Communities")
public class CommunitiesResource {
    private static final String DEFAULT_TIME_ZONE = "Asia/Shanghai";
    private static final int DEFAULT_PICKUP_DAYS = 7;

    private final CommunityService service;
    private final Caller caller;

    CommunitiesResource(CommunityService service, Caller caller) {
        this.service = service;
        this.caller = caller;
    }

    /** The request to open a community. */
    public record NewCommunity(
            @NotNull @Pattern(regexp = Communities.SLUG) @Schema(description = "Its name in paths; stands for ever", examples = "fuxi")
            String slug,

            @NotNull @Text @Size(max = 100) @Schema(examples = "府西社区")
            String name,

            @Size(max = 64) @Schema(
                    description = "IANA time zone in which its days begin and end; stands for ever",
                    defaultValue = DEFAULT_TIME_ZONE)
            String timeZone,

            @Valid @Schema(description = "How long points are valid; for ever by default")
            ExpiryPolicy expiryPolicy,

            @Min(0) @Max(365) @Schema(description = "Days after a reservation in which it can be collected", defaultValue = "7")
            Integer pickupDays,

            @Schema(
                    description =
                            "Whether those who approve here need a second factor to sign in, and with them all admins",
                    defaultValue = "false")
            Boolean secondFactorRequired) {

        CommunityDetails details() {
            return new CommunityDetails(
                    name,
                    expiryPolicy == null ? ExpiryPolicy.NEVER : expiryPolicy,
                    pickupDays == null ? DEFAULT_PICKUP_DAYS : pickupDays,
                    secondFactorRequired);
        }
    }

    /** A community as clients see it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Community")
    public record CommunityView(
            @Schema(description = "Opaque id, as in exports of its books")
            UUID id,

            @Schema(description = "Its name in paths", examples = "fuxi")
            String slug,

            String name,
            String timeZone,
            ExpiryPolicy expiryPolicy,
            int pickupDays,

            @Schema(
                    description =
                            "Whether those who approve here need a second factor to sign in, and with them all admins")
            boolean secondFactorRequired,

            Instant createdAt)
            implements Editable {
        @Override
        public Record editable() {
            return new CommunityDetails(name, expiryPolicy, pickupDays, secondFactorRequired);
        }

        static CommunityView of(Community community) {
            CommunityDetails details = community.details();
            return new CommunityView(
                    community.id(),
                    community.slug(),
                    details.name(),
                    community.timeZone(),
                    details.expiryPolicy(),
                    details.pickupDays(),
                    community.secondFactorRequired(),
                    community.createdAt());
        }
    }

    /** Opens a community and its books. */
    @POST
    @AccountLookup
    @RolesAllowed(Permission.ADMINISTRATOR)
    @Operation(operationId = "createCommunity", summary = "Open a community and its books")
    @APIResponse(
            responseCode = "201",
            description = "The community",
            content = @Content(schema = @Schema(implementation = CommunityView.class)))
    public Response open(@NotNull @Valid NewCommunity given) {
        String timeZone = given.timeZone() == null ? DEFAULT_TIME_ZONE : given.timeZone();
        Created<Community> opened = service.open(given.slug(), timeZone, given.details(), caller.add());
        Community community = opened.row();
        return Outcomes.created(Paths.of(community.slug()), CommunityView.of(community), opened.before());
    }

    /** Lists the communities of the caller. */
    @GET
    @RolesAllowed({Permission.STAFF, Permission.CLIENT, Permission.MEMBER})
    @Operation(
            operationId = "listCommunities",
            summary = "List the communities of the caller's token, or all for an admin, in order of their slugs")
    public Page<CommunityView> list(@QueryParam("limit") Integer limit, @QueryParam("cursor") String cursor) {
        int size = Paging.limit(limit);
        String after = Cursor.readCode(cursor);
        Set<String> slugs = caller.hasRole(Role.ADMIN) ? null : caller.communities();
        return Page.of(service.list(slugs, after, size), size, community -> Cursor.after(community.slug()))
                .map(CommunityView::of);
    }

    /** Reads a community. */
    @GET
    @Path("/{community}")
    @RolesAllowed({Permission.STAFF, Permission.CLIENT, Permission.MEMBER})
    @Operation(operationId = "getCommunity", summary = "Read a community and its policies")
    public CommunityView get(@PathParam("community") String community) {
        return CommunityView.of(service.find(community));
    }

    /** Edits a community. */
    @PATCH
    @Path("/{community}")
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @AccountLookup
    @RolesAllowed(Permission.ADMINISTRATOR)
    @Operation(
            operationId = "updateCommunity",
            summary = "Change a community's name or policies by a merge patch",
            description =
                    "Slug and time zone can't change. An expiryPolicy that names its type replaces the old one whole;"
                            + " it applies to points credited from then on.")
    public CommunityView change(
            @PathParam("community") String community,
            @HeaderParam("If-Match") IfMatch ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = CommunityDetails.class))) @NotNull JsonNode patch) {
        return CommunityView.of(service.change(community, patch, ifMatch, caller.read()));
    }
}
