package org.weijifen.budget;

import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.YearMonth;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.Caller;
import org.weijifen.access.Permission;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.Formats;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.Page;
import org.weijifen.platform.Paging;
import org.weijifen.platform.http.BodyLimit;
import org.weijifen.platform.id.Id;
import org.weijifen.platform.id.TaskId;

/** Issuance budgets over HTTP. */
@Path("/v1/communities/{community}/budgets")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Budgets")
public class BudgetsResource {
    private static final int MAX_ITEMS = 200;

    /** The requested budgets of a month. */
    public record BudgetsRequest(
            @Schema(
                    description =
                            "One for the community and one for each task at most; what is not among them has none")
            @NotNull @Size(max = MAX_ITEMS) List<@NotNull @Valid WantedBudget> items) {}

    /** One budget. */
    public record WantedBudget(
            @Schema(description = "The task whose credits count; absent for all credits of the community")
            TaskId taskId,

            @Schema(description = "Most points that may be issued in the month", examples = "2000")
            @NotNull @Min(1) @Max(Budget.MAX_POINTS) Long points,

            @Schema(
                    description = "From how many percent of the points on credits carry `budgetWarnings`",
                    defaultValue = "80")
            @Min(1) @Max(BudgetPolicy.MAX_WARN_AT_PERCENT) Integer warnAtPercent,

            @Schema(
                    description =
                            "What becomes of credits beyond the points: `refuse` them with `limit_exceeded`, or `warn` and"
                                    + " take them",
                    defaultValue = "refuse")
            BudgetPolicy.Beyond beyond) {}

    private final BudgetService service;
    private final Caller caller;

    BudgetsResource(BudgetService service, Caller caller) {
        this.service = service;
        this.caller = caller;
    }

    /** Sets the budgets of a month. The body has at most 200 budgets of up to 160 bytes each. */
    @PUT
    @Path("/{month}")
    @Blocking
    @BodyLimit(size = "32K")
    @RolesAllowed(Permission.APPROVER)
    @Operation(
            operationId = "setBudgets",
            summary = "Say how many points may be issued in a month, in all and by tasks",
            description =
                    "Replaces all budgets of the month. Credits count in the month of their effective day, against the"
                            + " community's budget and, by a task, against the task's; what was issued before counts too. Each budget"
                            + " has its policy: from `warnAtPercent` on (80 unless told) credits carry `budgetWarnings`, and a"
                            + " credit beyond it is refused with `limit_exceeded`, or taken with a warning where `beyond` is"
                            + " `warn`. Where two budgets count a credit, one that refuses is enough. A reversal gives back to the"
                            + " month of the credit. Opening balances don't count. Sent again it changes nothing, so it takes no"
                            + " key. The answer has the ETag of what was set; whoever sends the one that was read as `If-Match` overwrites nothing that"
                            + " somebody else has set since.")
    @APIResponse(
            responseCode = "200",
            description = "The budgets of the month, with their ETag",
            content = @Content(schema = @Schema(implementation = MonthView.class)))
    public CompletionStage<MonthView> set(
            @PathParam("community") String community,
            @PathParam("month") YearMonth month,
            @HeaderParam("If-Match") IfMatch ifMatch,
            @NotNull @Valid BudgetsRequest request) {
        List<BudgetService.Wanted> wanted = request.items().stream()
                .map(item -> new BudgetService.Wanted(
                        item.taskId(), item.points(), BudgetPolicy.of(item.warnAtPercent(), item.beyond())))
                .toList();
        return service.set(community, month, wanted, ifMatch, caller.read());
    }

    /** Shows the budgets of a month. */
    @GET
    @Path("/{month}")
    @RolesAllowed({
        Permission.CATALOGUE,
        Permission.REVIEWER,
        Permission.APPROVER,
        Permission.AUDITOR,
        Permission.BOOKS_READ
    })
    @Operation(
            operationId = "getBudgets",
            summary = "Show the budgets of a month beside what the books say has been issued",
            description =
                    "`issued` is added up from the postings for this answer; `proven` says that the budgets count the"
                            + " same. The ETag is that of the budgets, whatever is issued meanwhile.")
    @APIResponse(
            responseCode = "200",
            description = "The budgets of the month, with their ETag",
            content = @Content(schema = @Schema(implementation = MonthView.class)))
    public MonthView month(@PathParam("community") String community, @PathParam("month") YearMonth month) {
        return service.month(community, month);
    }

    /** Lists budgets. */
    @GET
    @RolesAllowed({
        Permission.CATALOGUE,
        Permission.REVIEWER,
        Permission.APPROVER,
        Permission.AUDITOR,
        Permission.BOOKS_READ
    })
    @Operation(operationId = "listBudgets", summary = "List budgets, those of the latest month first")
    public Page<BudgetView> list(
            @PathParam("community") String community,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        Budgets.Key after = Cursor.read(
                cursor,
                2,
                keys -> new Budgets.Key(Formats.month(keys.get(0)), Id.of(TaskId::new, Formats.uuid(keys.get(1)))));
        return service.list(community, after, Paging.limit(limit));
    }
}
