package org.weijifen.tables.importing;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.AccountLookup;
import org.weijifen.access.Caller;
import org.weijifen.access.Logged;
import org.weijifen.access.Permission;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.Formats;
import org.weijifen.platform.Page;
import org.weijifen.platform.Paging;
import org.weijifen.platform.Problems;
import org.weijifen.platform.Text;
import org.weijifen.platform.http.BodyLimit;
import org.weijifen.platform.http.Paths;
import org.weijifen.tables.sheet.Sheet;

/** Imports over HTTP. */
@Path("/v1/communities/{community}/imports")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Imports")
public class ImportsResource {
    private static final String CSV = "text/csv";
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final ImportService service;
    private final Caller caller;

    ImportsResource(ImportService service, Caller caller) {
        this.service = service;
        this.caller = caller;
    }

    /** An import as it is shown. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
            name = "FileImport",
            description = "A file on its way in, or what became of it. Look again until it is done or failed.")
    public record ImportView(
            UUID id,
            ImportKind kind,
            ImportMode mode,

            @Schema(description = "Whether it is a trial that leaves nothing but this")
            boolean dryRun,

            @Schema(description = "Whether its facts count beside earlier ones that differ from them")
            boolean additional,

            @Schema(description = "received → running → done or failed")
            ImportStatus status,

            RowsView rows,

            @Schema(nullable = true, description = "Why it failed")
            ImportProblem problem,

            @Schema(description = "SHA-256 of the file, in lower-case hex")
            String fileSha256,

            @Schema(description = "Length of the file in bytes")
            long fileSize,

            @Schema(nullable = true, description = "Name of the worksheet that is read; absent for CSV")
            String sheet,

            @Schema(
                    description =
                            "Other visible worksheets with something on them, which are not read: send the file again with `sheet` for each that should be")
            List<String> otherSheets,

            @Schema(nullable = true, description = "Says to people that worksheets are left; absent when none is")
            String message,

            @Schema(description = "Headings that were not understood, and their columns not read")
            List<String> ignoredColumns,

            Instant createdAt,
            @Schema(nullable = true) Instant startedAt,
            @Schema(nullable = true) Instant finishedAt) {
        static ImportView of(Import subject, Locale locale) {
            Import.Rows rows = subject.rows();
            return new ImportView(
                    subject.id(),
                    subject.kind(),
                    subject.mode(),
                    subject.dryRun(),
                    subject.additional(),
                    subject.status(),
                    new RowsView(
                            rows.total(),
                            rows.read(),
                            rows.accepted(),
                            rows.refused(),
                            rows.unchanged(),
                            rows.skipped()),
                    subject.failure() == null ? null : ImportProblem.of(subject.failure(), locale),
                    subject.fileSha256(),
                    subject.fileSize(),
                    subject.sheet(),
                    subject.otherSheets(),
                    Sheet.ofOthers(subject.sheet(), subject.otherSheets(), locale),
                    subject.ignoredColumns(),
                    subject.createdAt(),
                    subject.startedAt(),
                    subject.finishedAt());
        }
    }

    /** The number of rows by result. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ImportRows")
    public record RowsView(
            @Schema(
                    nullable = true,
                    description =
                            "Rows of the file, headings and blank ones left out; absent until its end has been read")
            Long total,

            @Schema(description = "Rows that have been seen so far")
            long read,

            @Schema(description = "Rows that were carried out, or in a dry run would be")
            long accepted,

            long refused,

            @Schema(description = "Rows that say what is so already, or that nothing came of it")
            long unchanged,

            @Schema(description = "Rows that are no facts: totals, lines to sign, headings once more")
            long skipped) {}

    /** Why an import failed. */
    @Schema(name = "ImportProblem")
    public record ImportProblem(
            @Schema(description = "Stable code; `interrupted` when the service stopped meanwhile: send the file again")
            String code,

            @Schema(description = "For people") String message) {
        static ImportProblem of(Import.Failure failure, Locale locale) {
            return new ImportProblem(
                    Problems.code(failure.code(), failure.message()),
                    Problems.text(locale, failure.message(), failure.arguments().toArray()));
        }
    }

    /** The result of a row. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ImportRow")
    public record RowView(
            @Schema(
                    description =
                            "The row's number as a spreadsheet shows it; in a CSV file the line on which it begins",
                    examples = "2")
            long line,

            RowReport.RowStatus outcome,

            @Schema(
                    nullable = true,
                    description = "English name of the column at fault; its letters where it has no heading",
                    examples = "memberNo")
            String column,

            @Schema(nullable = true, description = "What that column is called in the file", examples = "居民编号")
            String heading,

            @Schema(
                    description =
                            "Stable code: `created`, `updated`, `posted`; `already_there`, `not_carried_out`; `total`,"
                                    + " `signature`, `repeated_headings`; or that of the broken rule",
                    examples = "not_found")
            String code,

            @Schema(description = "For people") String message,

            @Schema(
                    nullable = true,
                    description = "The member, task, reward or redemption; absent when nothing was made")
            UUID id,

            @Schema(nullable = true, description = "Number of the transaction in the books")
            Long sequence) {
        static RowView of(RowReport row, Locale locale) {
            return new RowView(
                    row.line(),
                    row.result(),
                    row.column(),
                    row.heading(),
                    Problems.code(row.code(), row.message()),
                    Problems.text(locale, row.message(), row.arguments().toArray()),
                    row.id(),
                    row.sequence());
        }
    }

    /** Takes a file in. */
    @POST
    @AccountLookup
    @BodyLimit(size = "${weijifen.importing.max-file-size}", patience = "${weijifen.importing.file-patience}")
    @Consumes({CSV, XLSX, MediaType.APPLICATION_OCTET_STREAM})
    @RolesAllowed({Permission.REVIEWER, Permission.CATALOGUE, Permission.APPROVER})
    @Operation(
            operationId = "createImport",
            summary = "Import a CSV file or an Excel workbook",
            description =
                    "The body is the file itself; whether it is CSV (UTF-8 or GB18030) or .xlsx is told by what is in it."
                            + " Columns are found by their English names or the usual Chinese headings. Rows that come again change"
                            + " nothing, so the same file can be sent again, and needs no Idempotency-Key. A file has at most"
                            + " 200,000 rows, and 20,000 when it is atomic. Ask with `dryRun=true` first. Tasks and rewards"
                            + " need `catalogue`, opening balances `approver`, all others `reviewer`.")
    @APIResponse(
            responseCode = "202",
            description = "The import; look at its Location until it is done or failed",
            content = @Content(schema = @Schema(implementation = ImportView.class)))
    public Response start(
            @PathParam("community") String community,
            @QueryParam("kind") @NotNull @Parameter(required = true) ImportKind kind,
            @QueryParam("mode")
                    @NotNull @Parameter(
                            required = true,
                            description = "`atomic`: all rows or none; `independent`: each row for itself")
                    ImportMode mode,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @QueryParam("additional")
                    @DefaultValue("false")
                    @Parameter(
                            description =
                                    "Rows of which an earlier file said another quantity for the same member, thing and day,"
                                            + " and those of a file that repeats an earlier one which differ from a row of it in"
                                            + " one thing only (member, thing, day or reference), are refused with"
                                            + " `differs_from_imported`; with `true` they count as further facts")
                    boolean additional,
            @QueryParam("sheet")
                    @Text
                    @Size(max = 255) @Parameter(
                            description =
                                    "Name of the worksheet; without it, the first visible one that has the columns is read")
                    String sheet,
            @RequestBody(
                            required = true,
                            content = {
                                @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING)),
                                @Content(
                                        mediaType = XLSX,
                                        schema = @Schema(type = SchemaType.STRING, format = "binary")),
                                @Content(
                                        mediaType = MediaType.APPLICATION_OCTET_STREAM,
                                        schema = @Schema(type = SchemaType.STRING, format = "binary"))
                            })
                    InputStream file) {
        caller.require(permissionFor(kind), community);
        Import received = service.receive(
                community,
                new ImportService.Order(kind, mode, dryRun, additional, sheet),
                file,
                caller.writeWithoutKey(dryRun),
                caller::requireStillGood);
        return Response.accepted(ImportView.of(received, language()))
                .header(HttpHeaders.LOCATION, Paths.of(community, "imports", received.id()))
                .build();
    }

    private static String permissionFor(ImportKind kind) {
        return switch (kind) {
            case MEMBERS, ACTIVITIES, REDEMPTIONS -> Permission.REVIEWER;
            case TASKS, REWARDS -> Permission.CATALOGUE;
            case OPENING_BALANCES -> Permission.APPROVER;
        };
    }

    /** Lists imports. */
    @GET
    @RolesAllowed({Permission.REVIEWER, Permission.CATALOGUE, Permission.APPROVER, Permission.AUDITOR})
    @Operation(operationId = "listImports", summary = "List imports, trials included, the newest first")
    public Page<ImportView> list(
            @PathParam("community") String community,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        UUID before = Cursor.read(cursor, 1, keys -> Formats.uuid(keys.get(0)));
        Locale language = language();
        return service.list(community, Optional.ofNullable(before), Paging.limit(limit))
                .map(found -> ImportView.of(found, language));
    }

    /** Shows how far an import is. */
    @GET
    @Path("/{importId}")
    @RolesAllowed({Permission.REVIEWER, Permission.CATALOGUE, Permission.APPROVER, Permission.AUDITOR})
    @Operation(operationId = "getImport", summary = "Show how far an import is, or what became of it")
    public ImportView get(@PathParam("community") String community, @PathParam("importId") UUID importId) {
        return ImportView.of(service.find(community, importId), language());
    }

    /** Lists the results of rows. */
    @GET
    @Path("/{importId}/rows")
    @RolesAllowed({Permission.REVIEWER, Permission.CATALOGUE, Permission.APPROVER, Permission.AUDITOR})
    @Logged(what = "import", id = "importId")
    @Operation(
            operationId = "listImportRows",
            summary = "List what became of the rows of a file, in order of their lines")
    public Page<RowView> rows(
            @PathParam("community") String community,
            @PathParam("importId") UUID importId,
            @QueryParam("outcome") RowReport.RowStatus outcome,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        Long after = Cursor.read(cursor, 1, keys -> Formats.wholeNumber(keys.get(0)));
        Locale language = language();
        return service.rows(community, importId, outcome, after == null ? 0 : after, Paging.limit(limit))
                .map(row -> RowView.of(row, language));
    }

    private Locale language() {
        return caller.read().locale();
    }
}
