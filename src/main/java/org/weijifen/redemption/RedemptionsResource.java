package org.weijifen.redemption;

import jakarta.annotation.Nullable;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.Caller;
import org.weijifen.access.Permission;
import org.weijifen.community.Communities;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Formats;
import org.weijifen.platform.Page;
import org.weijifen.platform.Paging;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Text;
import org.weijifen.platform.http.Outcomes;
import org.weijifen.platform.id.MemberId;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RedemptionId;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.StationId;
import org.weijifen.stock.StationFilter;

@Path("/v1/communities/{community}/redemptions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Redemptions")
public class RedemptionsResource {
    private static final int MAX_LINES = 20;
    private static final int MAX_QUANTITY = 1000;

    /** The request for a redemption. */
    @Schema(name = "NewRedemption")
    public record RedemptionRequest(
            @Schema(description = "May be absent with a member's own token")
            MemberId memberId,

            @Schema(description = "Where the goods are to be collected; the main station when absent")
            StationId stationId,

            @NotNull @Size(min = 1, max = MAX_LINES) List<@NotNull @Valid LineRequest> lines,

            @Schema(description = "In words; kept in the books for ever, so without personal data")
            @Text
            @Size(max = 200) String note) {}

    /** The quantity of one reward. */
    @Schema(name = "NewRedemptionLine")
    public record LineRequest(
            @NotNull RewardId rewardId,
            @NotNull @Min(1) @Max(MAX_QUANTITY) Long quantity) {}

    /** The reason of a cancellation or return. */
    public record ReasonRequest(
            @Schema(description = "In words; kept in the books for ever, so without personal data")
            @Text
            @Size(max = 200) String reason) {}

    /** The reason and the options of a return. */
    public record ReturnRequest(
            @Schema(description = "In words; kept in the books for ever, so without personal data")
            @Text
            @Size(max = 200) String reason,

            @Schema(
                    description =
                            "Needed where a submitted settlement with a merchant counts on it: then what was owed for"
                                    + " it is taken off the merchant's next settlement",
                    defaultValue = "false")
            Boolean counterEntry,

            @Schema(
                    description =
                            "The day it came back, where that is before today; it takes effect today all the same")
            LocalDate occurredOn) {

        private Transitions.TakingBack takingBack() {
            return new Transitions.TakingBack(reason, Boolean.TRUE.equals(counterEntry), occurredOn);
        }
    }

    /** The day of a collection. */
    public record CollectionRequest(
            @Schema(
                    description =
                            "The day it was handed out, where that is before today; it takes effect today all the same")
            LocalDate occurredOn) {}

    private final Reservations reservations;
    private final Transitions transitions;
    private final Redemptions redemptions;
    private final RedemptionLists lists;
    private final Communities communities;
    private final Caller caller;

    RedemptionsResource(
            Reservations reservations,
            Transitions transitions,
            Redemptions redemptions,
            RedemptionLists lists,
            Communities communities,
            Caller caller) {
        this.reservations = reservations;
        this.transitions = transitions;
        this.redemptions = redemptions;
        this.lists = lists;
        this.communities = communities;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({Permission.COUNTER, Permission.REDEMPTIONS_WRITE, Permission.MEMBER})
    @Operation(
            operationId = "createRedemption",
            summary = "Reserve rewards for a member's points",
            description = "Points and goods are set aside at once, and wait under a pickup code until `pickupBy`.")
    @APIResponse(
            responseCode = "201",
            description = "Reserved",
            content = @Content(schema = @Schema(implementation = RedemptionView.class)))
    public CompletionStage<Response> reserve(
            @PathParam("community") String community,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @NotNull @Valid RedemptionRequest request) {
        Reservations.Order order = new Reservations.Order(
                RedemptionId.next(),
                memberOf(request),
                request.stationId(),
                request.lines().stream()
                        .map(line -> new Reservations.OrderLine(line.rewardId(), line.quantity()))
                        .toList(),
                request.note(),
                null);
        return Outcomes.respond(reservations.reserve(community, order, caller.write(dryRun)));
    }

    @GET
    @RolesAllowed({
        Permission.COUNTER,
        Permission.REVIEWER,
        Permission.APPROVER,
        Permission.AUDITOR,
        Permission.REDEMPTIONS_READ,
        Permission.MEMBER,
        Permission.MERCHANT
    })
    @Operation(
            operationId = "listRedemptions",
            summary = "List redemptions, the newest first",
            description =
                    "`from` and `to` are days of the request, both included. A member sees their own; a merchant's user"
                            + " sees the lines of their merchant, without members and codes.")
    public Page<RedemptionView> list(
            @PathParam("community") String community,
            @QueryParam("status") RedemptionStatus status,
            @QueryParam("memberId") MemberId memberId,
            @QueryParam("stationId") @Parameter(description = "Id of a station, or `main`") String stationId,
            @QueryParam("merchantId") MerchantId merchantId,
            @QueryParam("from") LocalDate from,
            @QueryParam("to") LocalDate to,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        if (from != null && to != null && to.isBefore(from)) {
            throw ProblemException.field("to", "too_small", from.toString());
        }
        int size = Paging.limit(limit);
        UUID before = Cursor.read(cursor, 1, keys -> Formats.uuid(keys.get(0)));
        RedemptionLists.Filter filter = new RedemptionLists.Filter(
                status,
                caller.narrow(memberId),
                caller.narrowMerchant(merchantId),
                StationFilter.read(stationId),
                from,
                to);
        List<Redemption> rows = lists.list(communities.idOf(community), filter, before, size + 1);
        return Page.of(rows, size, last -> Cursor.after(last.id())).map(this::view);
    }

    @GET
    @Path("/{redemptionId}")
    @RolesAllowed({
        Permission.COUNTER,
        Permission.REVIEWER,
        Permission.APPROVER,
        Permission.AUDITOR,
        Permission.REDEMPTIONS_READ,
        Permission.MEMBER
    })
    @Operation(operationId = "getRedemption", summary = "Show a redemption")
    public RedemptionView get(
            @PathParam("community") String community, @PathParam("redemptionId") RedemptionId redemptionId) {
        return RedemptionView.of(requireVisible(community, redemptionId));
    }

    @POST
    @Path("/{redemptionId}/collect")
    @RolesAllowed(Permission.COUNTER)
    @Operation(
            operationId = "collectRedemption",
            summary = "Hand out what a redemption has reserved",
            description =
                    "What was handed out on paper before is entered with `occurredOn`, no day after `pickupBy`; the request may have"
                            + " been entered afterwards. One that has expired meanwhile is collected all the same: its goods come off the shelf"
                            + " again, and points that were spent since are owed. The body may be absent.")
    @APIResponse(
            responseCode = "200",
            description = "Collected",
            content = @Content(schema = @Schema(implementation = RedemptionView.class)))
    public Response collect(
            @PathParam("community") String community,
            @PathParam("redemptionId") RedemptionId redemptionId,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @Nullable @Valid CollectionRequest request) {
        LocalDate occurredOn = request == null ? null : request.occurredOn();
        return Outcomes.respond(transitions.collect(community, redemptionId, occurredOn, caller.write(dryRun)));
    }

    @POST
    @Path("/{redemptionId}/cancel")
    @RolesAllowed({Permission.COUNTER, Permission.REDEMPTIONS_WRITE, Permission.MEMBER})
    @Operation(
            operationId = "cancelRedemption",
            summary = "Call an open redemption off",
            description = "Points and goods go back to where they came from. The body may be absent.")
    @APIResponse(
            responseCode = "200",
            description = "Cancelled",
            content = @Content(schema = @Schema(implementation = RedemptionView.class)))
    public Response cancel(
            @PathParam("community") String community,
            @PathParam("redemptionId") RedemptionId redemptionId,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @Nullable @Valid ReasonRequest request) {
        requireVisible(community, redemptionId);
        return Outcomes.respond(transitions.cancel(community, redemptionId, reasonOf(request), caller.write(dryRun)));
    }

    @POST
    @Path("/{redemptionId}/return")
    @RolesAllowed(Permission.COUNTER)
    @Operation(
            operationId = "returnRedemption",
            summary = "Take back what was handed out",
            description =
                    "Points and goods go back to where they came from; points whose last day has passed expire at"
                            + " once. What is in a submitted settlement with a merchant needs `counterEntry`. The body may be absent.")
    @APIResponse(
            responseCode = "200",
            description = "Returned",
            content = @Content(schema = @Schema(implementation = RedemptionView.class)))
    public Response takeBack(
            @PathParam("community") String community,
            @PathParam("redemptionId") RedemptionId redemptionId,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @Nullable @Valid ReturnRequest request) {
        Transitions.TakingBack how =
                request == null ? new Transitions.TakingBack(null, false, null) : request.takingBack();
        return Outcomes.respond(transitions.takeBack(community, redemptionId, how, caller.write(dryRun)));
    }

    /** The redemption as this caller may see it. */
    private RedemptionView view(Redemption redemption) {
        return caller.merchantId()
                .map(own -> RedemptionView.of(redemption, own))
                .orElseGet(() -> RedemptionView.of(redemption));
    }

    /** The redemption, if this caller may see it. */
    private Redemption requireVisible(String community, RedemptionId redemptionId) {
        Redemption redemption = redemptions.require(communities.idOf(community), redemptionId);
        if (caller.memberId().filter(own -> !own.equals(redemption.memberId())).isPresent()) {
            throw ProblemException.variant(ErrorCode.NOT_FOUND, "redemption", redemptionId.toString());
        }
        return redemption;
    }

    private MemberId memberOf(RedemptionRequest request) {
        MemberId memberId = caller.narrow(request.memberId());
        if (memberId == null) {
            throw ProblemException.field("memberId", "required");
        }
        return memberId;
    }

    private static String reasonOf(ReasonRequest request) {
        return request == null ? null : request.reason();
    }
}
