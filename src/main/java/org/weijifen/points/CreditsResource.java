package org.weijifen.points;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
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
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.Caller;
import org.weijifen.access.Permission;
import org.weijifen.platform.http.BodyLimit;
import org.weijifen.platform.http.Outcomes;

@Path("/v1/communities/{community}/credits")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Points")
@RolesAllowed({Permission.REVIEWER, Permission.CREDITS_WRITE})
public class CreditsResource {
    private static final int MAX_ITEMS = 1000;

    /** Many credits in one request. */
    @Schema(name = "NewCredits")
    public record BulkRequest(
            @Schema(description = "`atomic`: all or none; `independent`: each for itself") @NotNull Credits.Mode mode,

            @NotNull @Size(min = 1, max = MAX_ITEMS) List<@NotNull @Valid CreditRequest> items) {}

    private final Credits credits;
    private final Caller caller;

    CreditsResource(Credits credits, Caller caller) {
        this.credits = credits;
        this.caller = caller;
    }

    @POST
    @Operation(operationId = "createCredit", summary = "Credit points to a member, freely or for a task")
    @APIResponse(
            responseCode = "201",
            description = "Credited",
            content = @Content(schema = @Schema(implementation = Credits.CreditView.class)))
    public CompletionStage<Response> credit(
            @PathParam("community") String community,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @NotNull @Valid CreditRequest request) {
        return Outcomes.respond(credits.credit(community, request, caller.creditLimits(), caller.write(dryRun)));
    }

    /** A thousand items of up to 1,100 bytes each. */
    @POST
    @Path("/bulk")
    @BodyLimit(size = "1200K", patience = "60s")
    @Operation(operationId = "createCredits", summary = "Credit points to many members at once")
    @APIResponse(
            responseCode = "200",
            description = "All items credited",
            content = @Content(schema = @Schema(implementation = Credits.BulkView.class)))
    @APIResponse(
            responseCode = "207",
            description = "Mode independent, and at least one item was refused: look at each item",
            content = @Content(schema = @Schema(implementation = Credits.BulkView.class)))
    public Response creditAll(
            @PathParam("community") String community,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @NotNull @Valid BulkRequest request) {
        return Outcomes.respond(credits.creditAll(
                community, request.mode(), request.items(), caller.creditLimits(), caller.write(dryRun)));
    }
}
