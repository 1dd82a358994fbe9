package org.weijifen.reward;

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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.Caller;
import org.weijifen.access.Permission;
import org.weijifen.access.Role;
import org.weijifen.ledger.StockLevels;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.Editable;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.Page;
import org.weijifen.platform.Paging;
import org.weijifen.platform.Text;
import org.weijifen.platform.http.Outcomes;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RewardId;

/** Rewards over HTTP. */
@Path("/v1/communities/{community}/rewards")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Rewards")
public class RewardsResource {
    private static final String CURRENCY = "CNY";

    private final RewardService service;
    private final Caller caller;

    RewardsResource(RewardService service, Caller caller) {
        this.service = service;
        this.caller = caller;
    }

    /** A reward to be added. */
    public record NewReward(
            @NotNull @Pattern(regexp = Reward.CODE) @Schema(description = "Unique in the community; stands for ever", examples = "power-bank")
            String code,

            @NotNull @Text @Size(max = RewardDetails.MAX_TITLE) @Schema(examples = "充电宝")
            String title,

            @NotNull @Schema(description = "Goods have stock, the others don't; stands for ever")
            RewardKind kind,

            @NotNull @Min(1) @Max(RewardDetails.MAX_POINTS) @Schema(description = "Price of one unit", examples = "100")
            Long points,

            @Min(0) @Max(RewardDetails.MAX_COST_FEN) @Schema(description = "What one unit costs the community, in fen", defaultValue = "0", examples = "2950")
            Long costFen,

            @Min(1) @Max(RewardDetails.MAX_LIMIT) @Schema(description = "Most units for one member in a calendar month; without it no limit")
            Integer limitPerMonth,

            @Min(0) @Max(RewardDetails.MAX_THRESHOLD) @Schema(description = "Stock is low when no more units lie on all shelves; goods only")
            Long lowStockThreshold,

            @Size(max = RewardDetails.MAX_GROUPS) @Schema(description = "Codes of the groups whose members may redeem it; empty: everybody")
            List<@NotNull @Pattern(regexp = RewardDetails.GROUP) String> groups,

            @Schema(description = "Whose service or package it is: an active merchant; not for goods")
            MerchantId merchantId) {

        RewardDetails details() {
            return new RewardDetails(
                    title, points, costFen, limitPerMonth, lowStockThreshold, groups, merchantId, RewardStatus.ACTIVE);
        }
    }

    /** Where the units of a reward are. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Stock")
    public record StockView(
            @Schema(
                    description = "Units that can be reserved, at all stations; absent for what is not kept in stock",
                    nullable = true)
            Long onShelf,

            @Schema(description = "Units promised to open redemptions")
            long reserved,

            @Schema(description = "Units of collected redemptions")
            long handedOut) {

        static StockView of(RewardKind kind, StockLevels.Level level) {
            return new StockView(kind.isStocked() ? level.onShelf() : null, level.reserved(), level.handedOut());
        }
    }

    /** A reward as it is shown. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Reward")
    public record RewardView(
            RewardId id,

            @Schema(examples = "power-bank") String code,
            String title,
            RewardKind kind,

            @Schema(description = "Price of one unit") long points,

            @Schema(nullable = true, description = "What one unit costs the community, in fen; not for members")
            Long costFen,

            @Schema(examples = CURRENCY) String currency,

            @Schema(description = "Most units for one member in a calendar month; absent: no limit", nullable = true)
            Integer limitPerMonth,

            @Schema(description = "Stock is low when no more units lie on all shelves; absent: never", nullable = true)
            Long lowStockThreshold,

            @Schema(description = "Whether stock is low; absent for what is not kept in stock", nullable = true)
            Boolean lowStock,

            @Schema(description = "Codes of the groups whose members may redeem it; empty: everybody")
            List<String> groups,

            @Schema(
                    description = "Whose service or package it is; absent for what is the community's own",
                    nullable = true)
            MerchantId merchantId,

            RewardStatus status,
            StockView stock,
            Instant createdAt)
            implements Editable {
        @Override
        public Record editable() {
            return new RewardDetails(
                    title, points, costFen, limitPerMonth, lowStockThreshold, groups, merchantId, status);
        }

        /** As members see it: what it costs is the community's business. */
        static RewardView of(RewardService.Stocked stocked, Caller caller) {
            return of(stocked, !caller.hasRole(Role.MEMBER));
        }

        static RewardView of(RewardService.Stocked stocked) {
            return of(stocked, true);
        }

        private static RewardView of(RewardService.Stocked stocked, boolean withCost) {
            Reward reward = stocked.reward();
            RewardDetails details = reward.details();
            return new RewardView(
                    reward.id(),
                    reward.code(),
                    details.title(),
                    reward.kind(),
                    details.points(),
                    withCost ? details.costFen() : null,
                    CURRENCY,
                    details.limitPerMonth(),
                    details.lowStockThreshold(),
                    reward.isLow(stocked.level().onShelf()),
                    details.groups(),
                    details.merchantId(),
                    details.status(),
                    StockView.of(reward.kind(), stocked.level()),
                    reward.createdAt());
        }
    }

    /** Adds a reward. */
    @POST
    @RolesAllowed(Permission.CATALOGUE)
    @Operation(operationId = "createReward", summary = "Add a reward to the catalogue")
    @APIResponse(
            responseCode = "201",
            description = "The reward",
            content = @Content(schema = @Schema(implementation = RewardView.class)))
    public Response add(@PathParam("community") String community, @NotNull @Valid NewReward given) {
        Outcome<Reward> added = service.add(community, given.code(), given.kind(), given.details(), caller.add());
        return Outcomes.added(
                added,
                id -> service.find(community, new RewardId(id)).reward(),
                reward -> RewardView.of(service.stocked(community, reward)));
    }

    /** Lists rewards. */
    @GET
    @RolesAllowed({Permission.STAFF, Permission.CATALOGUE_READ, Permission.MEMBER})
    @Operation(operationId = "listRewards", summary = "List rewards with their stock in order of their codes")
    public Page<RewardView> list(
            @PathParam("community") String community,
            @QueryParam("kind") RewardKind kind,
            @QueryParam("status") RewardStatus status,
            @QueryParam("merchantId") MerchantId merchantId,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        RewardRepository.Filter filter = new RewardRepository.Filter(kind, status, merchantId);
        return service.list(community, filter, Cursor.readCode(cursor), Paging.limit(limit))
                .map(reward -> RewardView.of(reward, caller));
    }

    /** Reads a reward. */
    @GET
    @Path("/{rewardId}")
    @RolesAllowed({Permission.STAFF, Permission.CATALOGUE_READ, Permission.MEMBER})
    @Operation(operationId = "getReward", summary = "Read a reward with its stock")
    public RewardView get(@PathParam("community") String community, @PathParam("rewardId") RewardId rewardId) {
        return RewardView.of(service.find(community, rewardId), caller);
    }

    /** Edits a reward. */
    @PATCH
    @Path("/{rewardId}")
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @RolesAllowed(Permission.CATALOGUE)
    @Operation(
            operationId = "updateReward",
            summary = "Change a reward by a merge patch",
            description =
                    "Code and kind can't change. A new price applies to what is reserved from then on. A null removes"
                            + " the limit or the threshold, or opens the reward to all groups.")
    public RewardView change(
            @PathParam("community") String community,
            @PathParam("rewardId") RewardId rewardId,
            @HeaderParam("If-Match") IfMatch ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = RewardDetails.class))) @NotNull JsonNode patch) {
        return RewardView.of(service.change(community, rewardId, patch, ifMatch, caller.read()));
    }
}
