package org.weijifen.tables.comparison;

import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.Logged;
import org.weijifen.access.Permission;
import org.weijifen.platform.Text;
import org.weijifen.platform.http.BodyLimit;
import org.weijifen.platform.http.RequestInfo;

/** Reconciliations of the books with tables that others keep. */
@Path("/v1/communities/{community}/reconciliations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Reconciliations")
@RolesAllowed({Permission.REVIEWER, Permission.APPROVER, Permission.AUDITOR})
public class ReconciliationsResource {
    private static final String CSV = "text/csv";
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final Reconciliations reconciliations;

    ReconciliationsResource(Reconciliations reconciliations) {
        this.reconciliations = reconciliations;
    }

    /** Compares a table with the books. Over the line of a small committee ten megabytes take their time. */
    @POST
    @BodyLimit(size = "10M", patience = "5m")
    @Consumes({CSV, XLSX, MediaType.APPLICATION_OCTET_STREAM})
    @Logged(what = "reconciliation")
    @Operation(
            operationId = "reconcileTable",
            summary = "Compare a table of one's own with the books, row by row",
            description =
                    "Takes a CSV file or a workbook of up to 10 MB and 20,000 rows, posts nothing and keeps nothing."
                            + " Columns go by their headings, in any order: `memberNo` (会员号), `displayName` (姓名) or `member`"
                            + " (会员, either of the two); `day` (日期); `quantity` (数量), `points` (积分) or both; `reference`"
                            + " (单据号); of credits `taskCode` (任务代码), `task` (任务, title or code, or any words) and `reason`"
                            + " (事由); of redemptions `rewardCode` (兑换品代码) and `reward` (兑换品, title or code). Rows are paired"
                            + " by reference first; then by member, item and amount with the nearest day within the tolerance,"
                            + " each entry of the books at most once; then by member and item alone, as `different`. Reversed"
                            + " credits and cancelled, expired or returned redemptions do not count; a row that such a one would"
                            + " have matched is `missing-here` and shows it. A name of several members is `unclear`, never guessed. Tables"
                            + " of `exports/transactions?kind=credit` and `exports/redemptions` can be sent as they are: what came late"
                            + " goes by `occurredOn` (实际发生日), goods that still wait by `requestedOn` (申请日), and rows that say"
                            + " themselves that they do not count (类型, 被冲正的序号, 状态) are `skipped`.")
    @APIResponse(
            responseCode = "200",
            description = "What became of each row",
            content = @Content(schema = @Schema(implementation = ReconciliationView.class)))
    public StreamingOutput reconcile(
            @PathParam("community") String community,
            @QueryParam("kind") @NotNull MatchingKind kind,
            @QueryParam("from") @NotNull @Parameter(description = "First day of the period") LocalDate from,
            @QueryParam("to") @NotNull @Parameter(description = "Last day of the period, at most 366 days in all")
                    LocalDate to,
            @QueryParam("toleranceDays")
                    @DefaultValue("0")
                    @Min(0) @Max(ComparedDays.MAX_TOLERANCE_DAYS) @Parameter(description = "How many days apart the two tables may have a fact")
                    int toleranceDays,
            @QueryParam("sheet")
                    @Text
                    @Size(max = 255) @Parameter(
                            description =
                                    "Name of the worksheet; without it, the first visible one that has the columns is read")
                    String sheet,
            @RequestBody(
                            content = {
                                @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING)),
                                @Content(
                                        mediaType = XLSX,
                                        schema = @Schema(type = SchemaType.STRING, format = "binary")),
                                @Content(
                                        mediaType = MediaType.APPLICATION_OCTET_STREAM,
                                        schema = @Schema(type = SchemaType.STRING, format = "binary"))
                            })
                    InputStream table,
            @Context RoutingContext request) {
        ComparedDays period = new ComparedDays(from, to, toleranceDays);
        return reconciliations.reconcile(
                community, kind, period, table, sheet, RequestInfo.of(request).locale());
    }
}
