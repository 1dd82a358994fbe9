package org.weijifen.books;

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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.Caller;
import org.weijifen.access.Permission;
import org.weijifen.platform.Text;
import org.weijifen.platform.http.Outcomes;

@Path("/v1/communities/{community}/transactions/{sequence}/reversal")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Books")
@RolesAllowed(Permission.APPROVER)
public class ReversalsResource {

    /** The reason of a reversal. */
    @Schema(name = "NewReversal")
    public record ReversalRequest(
            @Schema(description = "In words; kept in the books for ever, so without personal data")
            @NotNull @Text
            @Size(max = 200) String reason) {}

    private final Reversals reversals;
    private final Caller caller;

    ReversalsResource(Reversals reversals, Caller caller) {
        this.reversals = reversals;
        this.caller = caller;
    }

    @POST
    @Operation(
            operationId = "reverseTransaction",
            summary = "Take a credit, a deduction or a stock receipt back",
            description = "Once for each transaction. A credit that has been spent becomes arrears.")
    @APIResponse(
            responseCode = "201",
            description = "Reversed",
            content = @Content(schema = @Schema(implementation = Reversals.ReversalView.class)))
    public Response reverse(
            @PathParam("community") String community,
            @PathParam("sequence") long sequence,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @NotNull @Valid ReversalRequest request) {
        return Outcomes.respond(reversals.reverse(community, sequence, request.reason(), caller.write(dryRun)));
    }
}
