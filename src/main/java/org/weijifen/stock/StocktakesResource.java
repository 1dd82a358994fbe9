package org.weijifen.stock;

import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.Nullable;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.Caller;
import org.weijifen.access.Permission;
import org.weijifen.community.Communities;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.Formats;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.Page;
import org.weijifen.platform.Paging;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Text;
import org.weijifen.platform.http.BodyLimit;
import org.weijifen.platform.http.Outcomes;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.StationId;
import org.weijifen.platform.id.StocktakeId;

/** Stocktakes over HTTP. */
@Path("/v1/communities/{community}/stocktakes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Stock")
public class StocktakesResource {
    private static final int MAX_REASON = 200;

    /** The count of one of several rewards. */
    public record CountedReward(
            @NotNull RewardId rewardId,

            @NotNull @Min(0) @Max(Stocktake.MAX_COUNTED) @Schema(description = "All units that lie there, those that are reserved included", examples = "48")
            Long counted,

            @Text
            @Size(max = MAX_REASON) @Schema(description = "Why there is a difference, in words; kept for ever, so without personal data")
            String reason) {

        private Stocktaking.CountedUnits count() {
            return new Stocktaking.CountedUnits(rewardId, counted, reason);
        }
    }

    /** The goods counted at one station. */
    public record NewStocktake(
            @Schema(description = "Where they lie; the main station when absent")
            StationId stationId,

            @Schema(description = "Whether it stays open, to be added to and completed later", defaultValue = "false")
            Boolean open,

            @Schema(
                    description =
                            "The day it was counted, in the community's time zone: today or up to 31 days ago, on an open"
                                    + " day. What is counted is compared with the books at the end of that day. When absent, the"
                                    + " day it is completed.")
            LocalDate countedOn,

            @Text
            @Size(max = MAX_REASON) @Schema(
                    description =
                            "Why there are differences, for lines that give no reason of their own; kept in the books for ever, so without personal data")
            String reason,

            @Size(max = Stocktake.MAX_LINES) @Schema(description = "Each reward once; at least one unless it stays open")
            List<@NotNull @Valid CountedReward> lines) {

        private Stocktaking.CountSheet sheet() {
            return new Stocktaking.CountSheet(
                    stationId,
                    open != null && open,
                    countedOn,
                    reason,
                    lines == null
                            ? List.of()
                            : lines.stream().map(CountedReward::count).toList());
        }
    }

    /** The count of one reward. */
    public record NewCount(
            @NotNull @Min(0) @Max(Stocktake.MAX_COUNTED) @Schema(description = "All units that lie there, those that are reserved included", examples = "48")
            Long counted,

            @Text
            @Size(max = MAX_REASON) @Schema(description = "Why there is a difference, in words; kept for ever, so without personal data")
            String reason) {}

    /** The request to complete a stocktake. */
    public record StocktakeCompletion(
            @Text
            @Size(max = MAX_REASON) @Schema(
                    description =
                            "Why there are differences; the stocktake's own reason when absent. Kept for ever, so without personal data")
            String reason,

            @Schema(
                    description =
                            "The day it was counted, in place of the stocktake's own: today or up to 31 days ago, on an"
                                    + " open day")
            LocalDate countedOn) {}

    private final Stocktaking stocktaking;
    private final Stocktakes stocktakes;
    private final Communities communities;
    private final Caller caller;

    StocktakesResource(Stocktaking stocktaking, Stocktakes stocktakes, Communities communities, Caller caller) {
        this.stocktaking = stocktaking;
        this.stocktakes = stocktakes;
        this.communities = communities;
        this.caller = caller;
    }

    /** Makes a stocktake at once, or opens one. The body has at most 500 lines of up to 750 bytes each. */
    @POST
    @Blocking
    @BodyLimit(size = "384K", patience = "30s")
    @RolesAllowed({Permission.CATALOGUE, Permission.COUNTER})
    @Operation(
            operationId = "createStocktake",
            summary = "Count goods at a station, at once or bit by bit",
            description =
                    "Count everything that lies there, what waits for open redemptions too. The books are brought to what"
                            + " was counted; each difference needs a reason, on its line or for all. With `open` nothing is adjusted"
                            + " until the stocktake is completed. A count of an earlier day is compared with what lay there at its"
                            + " end, and adjusted on it. `dryRun` shows the differences.")
    @APIResponse(
            responseCode = "201",
            description = "The stocktake",
            content = @Content(schema = @Schema(implementation = StocktakeView.class)))
    public CompletionStage<Response> begin(
            @PathParam("community") String community,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @NotNull @Valid NewStocktake given) {
        return Outcomes.respond(stocktaking.begin(community, given.sheet(), caller.write(dryRun)));
    }

    /** Lists stocktakes. */
    @GET
    @RolesAllowed(Permission.STAFF)
    @Operation(
            operationId = "listStocktakes",
            summary = "List stocktakes without their lines, the newest first",
            description =
                    "`from` and `to` are days of the count, both included; with them, those are left out that have no"
                            + " day yet.")
    public Page<StocktakeView> list(
            @PathParam("community") String community,
            @QueryParam("status") StocktakeStatus status,
            @QueryParam("from") LocalDate from,
            @QueryParam("to") LocalDate to,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        if (from != null && to != null && to.isBefore(from)) {
            throw ProblemException.field("to", "too_small", from.toString());
        }
        int size = Paging.limit(limit);
        Stocktakes.Filter filter = new Stocktakes.Filter(status, from, to);
        StocktakeId before = Cursor.read(cursor, 1, keys -> new StocktakeId(Formats.uuid(keys.get(0))));
        return Page.of(
                        stocktakes.list(communities.idOf(community), filter, before, size + 1),
                        size,
                        last -> Cursor.after(last.head().id()))
                .map(StocktakeView::of);
    }

    /** Reads a stocktake. */
    @GET
    @Path("/{stocktakeId}")
    @RolesAllowed(Permission.STAFF)
    @Operation(operationId = "getStocktake", summary = "Read a stocktake with its lines")
    public StocktakeView get(
            @PathParam("community") String community, @PathParam("stocktakeId") StocktakeId stocktakeId) {
        return StocktakeView.of(stocktakes.require(communities.idOf(community), stocktakeId));
    }

    /** Counts one reward. */
    @PUT
    @Path("/{stocktakeId}/lines/{rewardId}")
    @RolesAllowed({Permission.CATALOGUE, Permission.COUNTER})
    @Operation(
            operationId = "setStocktakeLine",
            summary = "Put the count of one reward into an open stocktake",
            description =
                    "In the place of an earlier count of it; `If-Match` takes the ETag of the stocktake. Several people can count at the same time, each their own"
                            + " rewards; at most 500 in one stocktake.")
    @APIResponse(
            responseCode = "200",
            description = "The stocktake",
            content = @Content(schema = @Schema(implementation = StocktakeView.class)))
    public StocktakeView count(
            @PathParam("community") String community,
            @PathParam("stocktakeId") StocktakeId stocktakeId,
            @PathParam("rewardId") RewardId rewardId,
            @HeaderParam("If-Match") IfMatch ifMatch,
            @NotNull @Valid NewCount given) {
        Stocktaking.CountedUnits count = new Stocktaking.CountedUnits(rewardId, given.counted(), given.reason());
        return StocktakeView.of(stocktaking.count(community, stocktakeId, count, ifMatch, caller.read()));
    }

    /** Removes a count. */
    @DELETE
    @Path("/{stocktakeId}/lines/{rewardId}")
    @RolesAllowed({Permission.CATALOGUE, Permission.COUNTER})
    @Operation(
            operationId = "deleteStocktakeLine",
            summary = "Take the count of one reward out of an open stocktake",
            description = "Its units stay as they are in the books.")
    @APIResponse(
            responseCode = "200",
            description = "The stocktake",
            content = @Content(schema = @Schema(implementation = StocktakeView.class)))
    public StocktakeView uncount(
            @PathParam("community") String community,
            @PathParam("stocktakeId") StocktakeId stocktakeId,
            @PathParam("rewardId") RewardId rewardId) {
        return StocktakeView.of(stocktaking.uncount(community, stocktakeId, rewardId, caller.read()));
    }

    /** Completes a stocktake. */
    @POST
    @Path("/{stocktakeId}/complete")
    @RolesAllowed(Permission.CATALOGUE)
    @Operation(
            operationId = "completeStocktake",
            summary = "Bring the books to what was counted",
            description =
                    "What is expected is taken from the books as they stand at the end of the day it was counted, or at this"
                            + " moment when that is today; so count while nothing is handed out. All differences are one"
                            + " transaction, on that day. A count is refused that would leave less than nothing on the shelf:"
                            + " cancel redemptions first. The body may be absent.")
    @APIResponse(
            responseCode = "200",
            description = "Completed",
            content = @Content(schema = @Schema(implementation = StocktakeView.class)))
    public Response complete(
            @PathParam("community") String community,
            @PathParam("stocktakeId") StocktakeId stocktakeId,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @Nullable @Valid StocktakeCompletion given) {
        Stocktaking.Completion completion = given == null
                ? new Stocktaking.Completion(null, null)
                : new Stocktaking.Completion(given.reason(), given.countedOn());
        return Outcomes.respond(stocktaking.complete(community, stocktakeId, completion, caller.write(dryRun)));
    }

    /** Cancels a stocktake. */
    @POST
    @Path("/{stocktakeId}/cancel")
    @RolesAllowed(Permission.CATALOGUE)
    @Operation(operationId = "cancelStocktake", summary = "Give an open stocktake up; nothing is adjusted")
    @APIResponse(
            responseCode = "200",
            description = "Cancelled",
            content = @Content(schema = @Schema(implementation = StocktakeView.class)))
    public Response cancel(
            @PathParam("community") String community,
            @PathParam("stocktakeId") StocktakeId stocktakeId,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun) {
        return Outcomes.respond(stocktaking.cancel(community, stocktakeId, caller.write(dryRun)));
    }
}
