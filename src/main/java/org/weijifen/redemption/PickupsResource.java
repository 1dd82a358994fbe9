package org.weijifen.redemption;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.Caller;
import org.weijifen.access.Permission;
import org.weijifen.platform.http.Outcomes;

@Path("/v1/communities/{community}/pickups")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Redemptions")
@RolesAllowed({Permission.COUNTER, Permission.MERCHANT})
public class PickupsResource {

    /** The code a member shows at the counter. */
    public record PickupRequest(
            @Schema(examples = "04718253") @NotNull @Pattern(regexp = "[0-9]{8}") String pickupCode,

            @Schema(
                    description =
                            "The day it was handed out, where that is before today; it takes effect today all the same")
            LocalDate occurredOn) {}

    /** A code to look up. */
    public record LookUpRequest(
            @Schema(examples = "04718253") @NotNull @Pattern(regexp = "[0-9]{8}") String pickupCode) {}

    private final Pickups pickups;
    private final Caller caller;

    PickupsResource(Pickups pickups, Caller caller) {
        this.pickups = pickups;
        this.caller = caller;
    }

    @POST
    @Operation(
            operationId = "collectByPickupCode",
            summary = "Hand out what a pickup code stands for",
            description =
                    "A merchant's user hands out what is all of their own merchant; a code of anything else is not there"
                            + " for them, and what is mixed is handed out by the counter.")
    @APIResponse(
            responseCode = "200",
            description = "Collected",
            content = @Content(schema = @Schema(implementation = RedemptionView.class)))
    public Response collect(
            @PathParam("community") String community,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @NotNull @Valid PickupRequest request) {
        return Outcomes.respond(pickups.collect(
                community,
                request.pickupCode(),
                caller.narrowMerchant(null),
                request.occurredOn(),
                caller.write(dryRun)));
    }

    @POST
    @Path("/lookup")
    @Operation(
            operationId = "lookUpPickupCode",
            summary = "Show what a pickup code stands for, without handing it out",
            description =
                    "The open redemption with this code, else the latest one that had it. A merchant's user sees what is"
                            + " all of their own merchant, and nothing of the member.")
    @APIResponse(
            responseCode = "200",
            description = "The redemption",
            content = @Content(schema = @Schema(implementation = RedemptionView.class)))
    public RedemptionView lookUp(@PathParam("community") String community, @NotNull @Valid LookUpRequest request) {
        return pickups.lookUp(community, request.pickupCode(), caller.narrowMerchant(null), caller.read());
    }
}
