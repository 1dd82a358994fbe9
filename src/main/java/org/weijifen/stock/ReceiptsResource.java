package org.weijifen.stock;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.Caller;
import org.weijifen.access.Permission;
import org.weijifen.platform.Text;
import org.weijifen.platform.http.Outcomes;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.StationId;

/** Stock receipts over HTTP. */
@Path("/v1/communities/{community}/rewards/{rewardId}/receipts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Stock")
@RolesAllowed(Permission.CATALOGUE)
public class ReceiptsResource {
    private static final long MAX_UNIT_COST_FEN = 1_000_000_000_000L;

    private final Receipts receipts;
    private final Caller caller;

    ReceiptsResource(Receipts receipts, Caller caller) {
        this.receipts = receipts;
        this.caller = caller;
    }

    /** Units that came in. */
    public record NewReceipt(
            @NotNull @Min(1) @Max(1_000_000) @Schema(description = "Units", examples = "20")
            Long quantity,

            @Min(0) @Max(MAX_UNIT_COST_FEN) @Schema(description = "What each unit has cost, in fen", examples = "230")
            Long unitCostFen,

            @Schema(description = "Where they come to; the main station when absent")
            StationId stationId,

            @Schema(description = "The day they came in, in the community's time zone; today when absent")
            LocalDate effectiveOn,

            @Schema(description = "The day they really came in, where its month is closed; before `effectiveOn`")
            LocalDate occurredOn,

            @Text @Size(max = 200) @Schema(description = "In words")
            String reason,

            @Text
            @Size(max = 100) @Schema(description = "Number of the delivery note, unique among the community's receipts")
            String reference) {

        private Receipts.Delivery to(String community, RewardId rewardId) {
            return new Receipts.Delivery(
                    community, rewardId, quantity, unitCostFen, stationId, effectiveOn, occurredOn, reason, reference);
        }
    }

    /** Receives goods. */
    @POST
    @Operation(operationId = "receiveStock", summary = "Put units of goods on the shelf")
    @APIResponse(
            responseCode = "201",
            description = "The receipt",
            content = @Content(schema = @Schema(implementation = Receipts.Receipt.class)))
    public CompletionStage<Response> receive(
            @PathParam("community") String community,
            @PathParam("rewardId") RewardId rewardId,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @NotNull @Valid NewReceipt given) {
        return Outcomes.respond(receipts.receive(given.to(community, rewardId), caller.write(dryRun)));
    }
}
