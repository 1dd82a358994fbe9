package org.weijifen.settlement;

import jakarta.annotation.Nullable;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
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
import java.util.UUID;
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
import org.weijifen.platform.Page;
import org.weijifen.platform.Paging;
import org.weijifen.platform.Text;
import org.weijifen.platform.http.Outcomes;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.SettlementId;

/** Settlements with merchants over HTTP. */
@Path("/v1/communities/{community}/settlements")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Merchants")
public class SettlementsResource {

    /** The request to draft a settlement. */
    public record NewSettlement(
            @NotNull MerchantId merchantId,

            @Schema(description = "Last day of its entries, not later than today; today when absent")
            LocalDate through,

            @Schema(description = "In words; kept in the books for ever, so without personal data")
            @Text
            @Size(max = 200) String note) {}

    /** The reason of a rejection. */
    public record RejectionRequest(
            @Schema(description = "In words", examples = "少一份") @NotNull @Text @Size(max = 200) String reason) {}

    /** The payment of a settlement. */
    public record PaymentRequest(
            @Schema(description = "Number of the bank transfer, unique among the community's settlements")
            @Text
            @Size(max = 100) String reference) {}

    private final SettlementSteps steps;
    private final Settlements settlements;
    private final MerchantDueLists dueLists;
    private final Communities communities;
    private final Caller caller;

    SettlementsResource(
            SettlementSteps steps,
            Settlements settlements,
            MerchantDueLists dueLists,
            Communities communities,
            Caller caller) {
        this.steps = steps;
        this.settlements = settlements;
        this.dueLists = dueLists;
        this.communities = communities;
        this.caller = caller;
    }

    /** Drafts a settlement. */
    @POST
    @RolesAllowed(Permission.REVIEWER)
    @Operation(
            operationId = "createSettlement",
            summary = "Draft a settlement with a merchant",
            description =
                    "It takes all entries of the merchant through a day that no other live settlement has, and keeps"
                            + " others from taking them. Refused when there are none.")
    @APIResponse(
            responseCode = "201",
            description = "The draft",
            content = @Content(schema = @Schema(implementation = SettlementView.class)))
    public Response draft(
            @PathParam("community") String community,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @NotNull @Valid NewSettlement given) {
        SettlementSteps.Draft draft =
                new SettlementSteps.Draft(SettlementId.next(), given.merchantId(), given.through(), given.note());
        return Outcomes.respond(steps.draft(community, draft, caller.write(dryRun)));
    }

    /** Lists settlements. */
    @GET
    @RolesAllowed({Permission.REVIEWER, Permission.APPROVER, Permission.AUDITOR, Permission.MERCHANT})
    @Operation(
            operationId = "listSettlements",
            summary = "List settlements, the newest first",
            description = "A merchant's user sees those that were submitted to their own merchant.")
    public Page<SettlementView> list(
            @PathParam("community") String community,
            @QueryParam("merchantId") MerchantId merchantId,
            @QueryParam("status") SettlementStatus status,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        int size = Paging.limit(limit);
        SettlementId before = Cursor.read(cursor, 1, keys -> new SettlementId(Formats.uuid(keys.get(0))));
        Settlements.Filter filter = new Settlements.Filter(
                caller.narrowMerchant(merchantId), status, caller.merchantId().isPresent());
        return Page.of(
                        settlements.list(communities.idOf(community), filter, before, size),
                        size,
                        last -> Cursor.after(last.id()))
                .map(SettlementView::of);
    }

    /** Reads a settlement. */
    @GET
    @Path("/{settlementId}")
    @RolesAllowed({Permission.REVIEWER, Permission.APPROVER, Permission.AUDITOR, Permission.MERCHANT})
    @Operation(operationId = "getSettlement", summary = "Show a settlement")
    public SettlementView get(
            @PathParam("community") String community, @PathParam("settlementId") SettlementId settlementId) {
        return SettlementView.of(
                settlements.require(communities.idOf(community), settlementId, caller.narrowMerchant(null)));
    }

    /** Lists the entries of a settlement. */
    @GET
    @Path("/{settlementId}/entries")
    @RolesAllowed({Permission.REVIEWER, Permission.APPROVER, Permission.AUDITOR, Permission.MERCHANT})
    @Operation(
            operationId = "listSettlementEntries",
            summary = "List the entries of a settlement, the newest first",
            description =
                    "A draft's as they stand; they are brought up to date when it is submitted. A rejected or cancelled"
                            + " settlement has none any more.")
    public Page<MerchantDueLists.DueView> entries(
            @PathParam("community") String community,
            @PathParam("settlementId") SettlementId settlementId,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        UUID communityId = communities.idOf(community);
        Settlement settlement = settlements.require(communityId, settlementId, caller.narrowMerchant(null));
        MerchantDueLists.Filter filter = MerchantDueLists.Filter.ofSettlement(settlement.merchantId(), settlementId);
        return dueLists.page(communityId, filter, MerchantDueLists.Position.read(cursor), Paging.limit(limit));
    }

    /** Submits a draft. */
    @POST
    @Path("/{settlementId}/submit")
    @RolesAllowed(Permission.REVIEWER)
    @Operation(
            operationId = "submitSettlement",
            summary = "Put a draft before the merchant",
            description =
                    "Entries that came since it was drafted, with a day through its last one, are taken in, and what has come"
                            + " back of it on whatever day. From then"
                            + " on its entries are locked: a redemption among them is returned by a counter-entry only.")
    @APIResponse(
            responseCode = "200",
            description = "Submitted",
            content = @Content(schema = @Schema(implementation = SettlementView.class)))
    public Response submit(
            @PathParam("community") String community,
            @PathParam("settlementId") SettlementId settlementId,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun) {
        return Outcomes.respond(steps.submit(community, settlementId, caller.write(dryRun)));
    }

    /** Accepts a submitted settlement. */
    @POST
    @Path("/{settlementId}/accept")
    @RolesAllowed({Permission.APPROVER, Permission.MERCHANT})
    @Operation(
            operationId = "acceptSettlement",
            summary = "Agree to a settlement",
            description =
                    "By the merchant's user; or by the committee for a merchant who has told so by other ways, though not by"
                            + " who submitted it.")
    @APIResponse(
            responseCode = "200",
            description = "Accepted",
            content = @Content(schema = @Schema(implementation = SettlementView.class)))
    public Response accept(
            @PathParam("community") String community,
            @PathParam("settlementId") SettlementId settlementId,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun) {
        MerchantId merchantId = caller.narrowMerchant(null);
        return Outcomes.respond(steps.accept(community, settlementId, merchantId, caller.write(dryRun)));
    }

    /** Rejects a submitted settlement. */
    @POST
    @Path("/{settlementId}/reject")
    @RolesAllowed({Permission.APPROVER, Permission.MERCHANT})
    @Operation(
            operationId = "rejectSettlement",
            summary = "Do not agree to a settlement",
            description =
                    "By the merchant's user, or by the committee, which so takes it back. Its entries are free for the"
                            + " next settlement.")
    @APIResponse(
            responseCode = "200",
            description = "Rejected",
            content = @Content(schema = @Schema(implementation = SettlementView.class)))
    public Response reject(
            @PathParam("community") String community,
            @PathParam("settlementId") SettlementId settlementId,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @NotNull @Valid RejectionRequest given) {
        MerchantId merchantId = caller.narrowMerchant(null);
        return Outcomes.respond(
                steps.reject(community, settlementId, merchantId, given.reason(), caller.write(dryRun)));
    }

    /** Discards a draft. */
    @POST
    @Path("/{settlementId}/cancel")
    @RolesAllowed({Permission.REVIEWER, Permission.APPROVER})
    @Operation(
            operationId = "cancelSettlement",
            summary = "Discard a draft",
            description = "Its entries are free for the next settlement.")
    @APIResponse(
            responseCode = "200",
            description = "Cancelled",
            content = @Content(schema = @Schema(implementation = SettlementView.class)))
    public Response cancel(
            @PathParam("community") String community,
            @PathParam("settlementId") SettlementId settlementId,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun) {
        return Outcomes.respond(steps.cancel(community, settlementId, caller.write(dryRun)));
    }

    /** Posts a payment. */
    @POST
    @Path("/{settlementId}/settle")
    @RolesAllowed(Permission.APPROVER)
    @Operation(
            operationId = "settleSettlement",
            summary = "Book that an accepted settlement has been paid",
            description =
                    "One transaction: what was handed out is settled, what was returned is set off. The body may be"
                            + " absent.")
    @APIResponse(
            responseCode = "200",
            description = "Settled",
            content = @Content(schema = @Schema(implementation = SettlementView.class)))
    public Response settle(
            @PathParam("community") String community,
            @PathParam("settlementId") SettlementId settlementId,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @Nullable @Valid PaymentRequest given) {
        String reference = given == null ? null : given.reference();
        return Outcomes.respond(steps.settle(community, settlementId, reference, caller.write(dryRun)));
    }
}
