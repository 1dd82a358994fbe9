package org.weijifen.books;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.AccountLookup;
import org.weijifen.access.Logged;
import org.weijifen.access.Permission;
import org.weijifen.access.SecurityEventKind;
import org.weijifen.community.Communities;
import org.weijifen.ledger.BookHead;
import org.weijifen.platform.Problems;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.http.RequestInfo;

/** The books of a community as a whole. */
@Path("/v1/communities/{community}/books")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Books")
@RolesAllowed({Permission.REVIEWER, Permission.APPROVER, Permission.AUDITOR, Permission.BOOKS_READ})
public class BooksResource {
    /** One JSON object on each line. */
    private static final String JSON_LINES = "application/x-ndjson";

    /** The state of the books. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Books")
    public record BooksView(
            @Schema(description = "Number of the last transaction; 0 before the first")
            long sequence,

            @Schema(description = "Hash of the last transaction; 64 zeros before the first")
            String hash,

            @Schema(description = "When the last transaction was written")
            Instant recordedAt,

            @Schema(
                    nullable = true,
                    description =
                            "Nothing is posted any more with a day up to this one; absent when no period is closed")
            LocalDate closedThrough,

            BooksTotals totals) {}

    /** The result of a verification. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Verification")
    public record VerificationView(
            @Schema(description = "Whether nothing was found")
            boolean valid,

            @Schema(description = "Number of the last transaction")
            long sequence,

            @Schema(description = "Hash of the last transaction")
            String hash,

            @Schema(nullable = true, description = "Lowest number of a transaction at which something is wrong")
            Long firstInvalidSequence,

            @Schema(description = "How many transactions were replayed")
            long transactions,

            @Schema(description = "How many accounts were compared")
            long accounts,

            @Schema(description = "What is wrong; at most the first 100")
            List<FindingView> findings) {

        static VerificationView of(BooksAudit.Report report, Locale language) {
            return new VerificationView(
                    report.valid(),
                    report.sequence(),
                    report.hash(),
                    report.firstInvalidSequence(),
                    report.transactions(),
                    report.accounts(),
                    report.findings().stream()
                            .map(finding -> FindingView.of(finding, language))
                            .toList());
        }
    }

    /** One finding. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "VerificationFinding")
    public record FindingView(
            @Schema(description = "Stable code in snake_case", examples = "hash_mismatch")
            String code,

            @Schema(nullable = true, description = "Number of the transaction it was noticed at")
            Long sequence,

            @Schema(nullable = true, description = "Number of the account it is about")
            Long account,

            @Schema(description = "For people, in the language of Accept-Language")
            String message) {

        static FindingView of(Findings.Finding finding, Locale language) {
            String code = finding.code().code();
            return new FindingView(
                    code,
                    finding.sequence(),
                    finding.account(),
                    Problems.text(
                            language, "finding." + code, finding.arguments().toArray()));
        }
    }

    private final Communities communities;
    private final Transactions transactions;
    private final Snapshots snapshots;

    BooksResource(Communities communities, Transactions transactions, Snapshots snapshots) {
        this.communities = communities;
        this.transactions = transactions;
        this.snapshots = snapshots;
    }

    /** Shows the state of the books. */
    @GET
    @Operation(operationId = "getBooks", summary = "Show where the books stand, with totals")
    public BooksView books(@PathParam("community") String community) {
        UUID communityId = communities.idOf(community);
        return snapshots.read(connection -> {
            BookHead head = BookHead.read(connection, communityId).orElseThrow(() -> Communities.notFound(community));
            return new BooksView(
                    head.sequence(),
                    head.hash(),
                    head.recordedAt(),
                    head.closedThrough(),
                    BooksTotals.read(connection, communityId));
        });
    }

    /** Exports the books. */
    @GET
    @Path("/export")
    @Produces(JSON_LINES)
    @AccountLookup
    @Logged(value = SecurityEventKind.EXPORT, what = "books")
    @Operation(
            operationId = "exportBooks",
            summary = "Export all transactions as JSON lines that anyone can check",
            description =
                    "One object of canonical JSON (RFC 8785) on each line, in order of `sequence`. `hash` is SHA-256, in"
                            + " lower-case hex, of the previous hash, a line feed and the object without its `hash`; before the first"
                            + " stand 64 zeros. The last hash is that of the books.")
    @APIResponse(
            responseCode = "200",
            description = "The transactions",
            content = @Content(mediaType = JSON_LINES, schema = @Schema(type = SchemaType.STRING)))
    public Response export(@PathParam("community") String community) {
        UUID communityId = communities.idOf(community);
        return Response.ok((StreamingOutput) out -> transactions.export(communityId, out))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + community + "-books.jsonl\"")
                .build();
    }

    /** Verifies the books. */
    @GET
    @Path("/verification")
    @Operation(
            operationId = "verifyBooks",
            summary = "Replay the books from the start and compare everything that is kept",
            description =
                    "Checks the hash chain, the sequence, the recorded times, every balance, bound and sum, reversals and"
                            + " the head; and what is kept beside the books with the transactions about it: redemptions and their"
                            + " lines, what merchants are owed for, settlements, stocktakes, what budgets count, closings, and that"
                            + " no reference is used twice. It only reads.")
    public VerificationView verify(@PathParam("community") String community, @Context RoutingContext request) {
        UUID communityId = communities.idOf(community);
        BooksAudit.Report report =
                snapshots.readWhole(communityId, connection -> new BooksAudit(connection, communityId).run());
        return VerificationView.of(report, RequestInfo.of(request).locale());
    }
}
