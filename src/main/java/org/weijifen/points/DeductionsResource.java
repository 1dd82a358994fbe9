package org.weijifen.points;

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
import org.weijifen.platform.id.MemberId;

@Path("/v1/communities/{community}/deductions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Points")
@RolesAllowed(Permission.APPROVER)
public class DeductionsResource {

    /** The request for a deduction. */
    @Schema(name = "NewDeduction")
    public record DeductionRequest(
            @NotNull MemberId memberId,
            @NotNull @Min(1) @Max(CreditRequest.MAX_POINTS) Long points,

            @Schema(description = "In words; kept in the books for ever, so without personal data")
            @NotNull @Text
            @Size(max = 200) String reason,

            @Schema(description = "The day it is about, where that is before today; it takes effect today all the same")
            LocalDate occurredOn) {}

    private final Deductions deductions;
    private final Caller caller;

    DeductionsResource(Deductions deductions, Caller caller) {
        this.deductions = deductions;
        this.caller = caller;
    }

    @POST
    @Operation(
            operationId = "createDeduction",
            summary = "Take points away from a member",
            description = "Takes what is available; the rest stands as arrears that the next credits pay first.")
    @APIResponse(
            responseCode = "201",
            description = "Deducted",
            content = @Content(schema = @Schema(implementation = Deductions.DeductionView.class)))
    public CompletionStage<Response> deduct(
            @PathParam("community") String community,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @NotNull @Valid DeductionRequest request) {
        return Outcomes.respond(deductions.deduct(community, request, caller.write(dryRun)));
    }
}
