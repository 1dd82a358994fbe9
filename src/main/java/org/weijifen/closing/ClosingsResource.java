package org.weijifen.closing;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.YearMonth;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.Caller;
import org.weijifen.access.Permission;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.Formats;
import org.weijifen.platform.Page;
import org.weijifen.platform.Paging;
import org.weijifen.platform.http.Outcomes;

/** Closing months over HTTP. */
@Path("/v1/communities/{community}/closings")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Statements")
public class ClosingsResource {

    /** The month to close. */
    public record NewClosing(
            @NotNull @Schema(description = "A month that is over", examples = "2026-03")
            YearMonth month) {}

    private final ClosingService closings;
    private final Caller caller;

    ClosingsResource(ClosingService closings, Caller caller) {
        this.closings = closings;
        this.caller = caller;
    }

    /** Prepares a closing. */
    @POST
    @RolesAllowed(Permission.REVIEWER)
    @Operation(
            operationId = "prepareClosing",
            summary = "Prepare the closing of a month: check everything and take the figures down",
            description =
                    "Verifies the whole books, proves the month's statement, and looks for earlier months still open,"
                            + " redemptions whose last day has passed, and points whose expiry is not posted yet: where any of these"
                            + " fails, `errors` names it. Redemptions that are open within their time are noted and go over into the"
                            + " next month. Preparing it anew takes the place of what was prepared before.")
    @APIResponse(
            responseCode = "201",
            description = "Prepared; a second person may sign",
            content = @Content(schema = @Schema(implementation = ClosingViews.PreparedView.class)))
    public Response prepare(
            @PathParam("community") String community,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @NotNull @Valid NewClosing given) {
        return Outcomes.respond(closings.prepare(community, given.month(), caller.write(dryRun)));
    }

    /** The request to sign. */
    public record SignatureRequest(
            @Schema(description = "`figuresHash` of the closing as it was prepared and looked at")
            @NotNull @Pattern(regexp = "^[0-9a-f]{64}$") String figuresHash) {}

    /** Signs a closing. */
    @POST
    @Path("/{month}/sign")
    @RolesAllowed(Permission.APPROVER)
    @Operation(
            operationId = "signClosing",
            summary = "Sign a prepared closing as a second person, and close the month for ever",
            description =
                    "The body names the figures that are signed, by their hash. Refused to whoever prepared it, and when anything was posted with a day up to the end of the month"
                            + " since it was prepared. From then on nothing is posted with a day up to the end of the month.")
    @APIResponse(
            responseCode = "200",
            description = "Closed",
            content = @Content(schema = @Schema(implementation = ClosingViews.ClosingView.class)))
    public Response sign(
            @PathParam("community") String community,
            @PathParam("month") YearMonth month,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @NotNull @Valid SignatureRequest given) {
        return Outcomes.respond(closings.sign(community, month, given.figuresHash(), caller.write(dryRun)));
    }

    /** Withdraws a closing. */
    @POST
    @Path("/{month}/withdraw")
    @RolesAllowed({Permission.REVIEWER, Permission.APPROVER})
    @Operation(operationId = "withdrawClosing", summary = "Call a prepared closing off")
    @APIResponse(
            responseCode = "200",
            description = "Withdrawn",
            content = @Content(schema = @Schema(implementation = ClosingViews.ClosingView.class)))
    public Response withdraw(
            @PathParam("community") String community,
            @PathParam("month") YearMonth month,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun) {
        return Outcomes.respond(closings.withdraw(community, month, caller.write(dryRun)));
    }

    /** Lists closings. */
    @GET
    @RolesAllowed({Permission.REVIEWER, Permission.APPROVER, Permission.AUDITOR, Permission.BOOKS_READ})
    @Operation(operationId = "listClosings", summary = "List the closings of months, the newest month first")
    public Page<ClosingViews.ClosingView> list(
            @PathParam("community") String community,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        YearMonth before = Cursor.read(cursor, 1, keys -> Formats.month(keys.get(0)));
        int size = Paging.limit(limit);
        return Page.of(closings.list(community, before, size), size, closing -> Cursor.after(closing.month()))
                .map(ClosingViews.ClosingView::of);
    }

    /** Reads a closing. */
    @GET
    @Path("/{month}")
    @RolesAllowed({Permission.REVIEWER, Permission.APPROVER, Permission.AUDITOR, Permission.BOOKS_READ})
    @Operation(operationId = "getClosing", summary = "Read the closing of a month with the figures that were recorded")
    public ClosingViews.ClosingView get(@PathParam("community") String community, @PathParam("month") YearMonth month) {
        return closings.find(community, month);
    }

    /** Verifies a closing. */
    @GET
    @Path("/{month}/verification")
    @RolesAllowed({Permission.REVIEWER, Permission.APPROVER, Permission.AUDITOR, Permission.BOOKS_READ})
    @Operation(
            operationId = "verifyClosing",
            summary = "Compare what was recorded of a month with the books as they are",
            description = "So that a printed sheet can be checked years later: by its hash, and by the hash of the last"
                    + " transaction it knew.")
    public ClosingViews.ClosingVerification verify(
            @PathParam("community") String community, @PathParam("month") YearMonth month) {
        return closings.verify(community, month);
    }
}
