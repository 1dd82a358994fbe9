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

/** Transfers between stations over HTTP. */
@Path("/v1/communities/{community}/transfers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Stock")
@RolesAllowed(Permission.CATALOGUE)
public class TransfersResource {
    private final Transfers transfers;
    private final Caller caller;

    TransfersResource(Transfers transfers, Caller caller) {
        this.transfers = transfers;
        this.caller = caller;
    }

    /** The request for a transfer. */
    public record NewTransfer(
            @NotNull RewardId rewardId,

            @NotNull @Min(1) @Max(1_000_000) @Schema(description = "Units", examples = "10")
            Long quantity,

            @Schema(description = "Where they come from; the main station when absent")
            StationId fromStationId,

            @Schema(description = "Where they go to; the main station when absent")
            StationId toStationId,

            @Schema(
                    description =
                            "The day they were carried, where that is before today; it takes effect today all the same")
            LocalDate occurredOn,

            @Text @Size(max = 200) @Schema(description = "In words")
            String reason,

            @Text
            @Size(max = 100) @Schema(description = "Your own document number, unique among the community's transfers")
            String reference) {

        private Transfers.Load load() {
            return new Transfers.Load(rewardId, quantity, fromStationId, toStationId, occurredOn, reason, reference);
        }
    }

    /** Transfers goods. */
    @POST
    @Operation(
            operationId = "transferStock",
            summary = "Carry units of goods from one station to another",
            description = "What is reserved stays where it is to be collected.")
    @APIResponse(
            responseCode = "201",
            description = "The transfer",
            content = @Content(schema = @Schema(implementation = Transfers.TransferView.class)))
    public CompletionStage<Response> transfer(
            @PathParam("community") String community,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @NotNull @Valid NewTransfer given) {
        return Outcomes.respond(transfers.transfer(community, given.load(), caller.write(dryRun)));
    }
}
