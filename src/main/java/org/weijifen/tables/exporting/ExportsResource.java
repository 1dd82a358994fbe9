package org.weijifen.tables.exporting;

import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.AccountLookup;
import org.weijifen.access.Logged;
import org.weijifen.access.Permission;
import org.weijifen.access.SecurityEventKind;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.Text;
import org.weijifen.platform.http.RequestInfo;
import org.weijifen.tables.sheet.SheetFormat;

/** Tables to download. They hold personal data, so they are for staff only. */
@Path("/v1/communities/{community}/exports")
@Produces(MediaType.WILDCARD)
@Tag(name = "Exports")
@AccountLookup
@RolesAllowed({Permission.REVIEWER, Permission.APPROVER, Permission.AUDITOR})
public class ExportsResource {
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final Exports exports;

    ExportsResource(Exports exports) {
        this.exports = exports;
    }

    /** Exports a table. */
    @GET
    @Path("/{what}")
    @Logged(value = SecurityEventKind.EXPORT, what = "table", id = "what")
    @Operation(
            operationId = "exportTable",
            summary = "Download members, transactions, redemptions, stock movements, a statement or a list to sign",
            description =
                    "Out of one snapshot, as it was when the download began. `json` has keys, codes and instants in UTC;"
                            + " `csv` and `xlsx` have headings and words in the language of Accept-Language, and times in the"
                            + " community's zone. An answer that breaks off is not whole.\n\n"
                            + "- `members`: with balances, in order of their numbers.\n"
                            + "- `transactions`: one row for each transaction and each member, reward or merchant it moves"
                            + " something of, so that each column adds up to what stands in the books.\n"
                            + "- `redemptions`: one row for each line.\n"
                            + "- `stock-movements`: one row for each move of units.\n"
                            + "- `statements`: one row for each figure of a month's statement.\n"
                            + "- `sign-up-lists`: active members with blank columns, to be signed at an activity.")
    @APIResponse(
            responseCode = "200",
            description = "The table",
            content = {
                @Content(
                        mediaType = "application/json",
                        schema = @Schema(type = SchemaType.ARRAY, implementation = Object.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = XLSX, schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    public Response export(
            @PathParam("community") String community,
            @PathParam("what") ExportKind what,
            @QueryParam("format")
                    @DefaultValue("json")
                    @Parameter(schema = @Schema(enumeration = {"json", "csv", "xlsx"}))
                    String format,
            @QueryParam("columns")
                    @Size(min = 1, max = 1000) @Parameter(
                            description =
                                    "Keys of columns with commas between them, in the order wanted; the usual ones"
                                            + " when absent. A refusal names all there are.")
                    String columns,
            @QueryParam("from") @Parameter(description = "First effective day, or day of the request of a redemption")
                    LocalDate from,
            @QueryParam("to") @Parameter(description = "Last such day") LocalDate to,
            @QueryParam("kind") @Parameter(description = "Of transactions and stock movements") TransactionKind kind,
            @QueryParam("group")
                    @Pattern(regexp = "[a-z0-9-]{1,32}") @Parameter(description = "Of members, and of those on a list to sign")
                    String group,
            @QueryParam("title") @Text @Size(max = 60) @Parameter(description = "What a list to sign is for")
                    String title,
            @QueryParam("month") @Parameter(description = "Of a statement, which needs it") YearMonth month,
            @Context RoutingContext call) {
        ExportRequest request =
                new ExportRequest(what, SheetFormat.of(format), columns, from, to, kind, group, title, month);
        Locale language = RequestInfo.of(call).locale();
        Exports.Export export = exports.prepare(community, request, language);
        return Response.ok((StreamingOutput) export::writeTo, request.format().mediaType())
                .header(HttpHeaders.CONTENT_DISPOSITION, export.name().disposition())
                .header(HttpHeaders.CONTENT_LANGUAGE, language.toLanguageTag())
                .build();
    }
}
