package org.weijifen.books;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.Caller;
import org.weijifen.access.Permission;
import org.weijifen.access.Role;
import org.weijifen.community.Communities;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Formats;
import org.weijifen.platform.Page;
import org.weijifen.platform.Paging;
import org.weijifen.platform.ProblemException;

/** The transactions of a community. */
@Path("/v1/communities/{community}/transactions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Books")
@RolesAllowed({
    Permission.REVIEWER,
    Permission.APPROVER,
    Permission.AUDITOR,
    Permission.BOOKS_READ,
    Permission.CREDITS_WRITE,
    Permission.REDEMPTIONS_WRITE
})
public class TransactionsResource {
    private final Communities communities;
    private final Transactions transactions;
    private final Caller caller;

    TransactionsResource(Communities communities, Transactions transactions, Caller caller) {
        this.communities = communities;
        this.transactions = transactions;
        this.caller = caller;
    }

    /** A client that may not read the books reads what it has posted; null for all others. */
    private String poster(String community) {
        return caller.hasRole(Role.INTEGRATOR) && !caller.may(Permission.BOOKS_READ, community) ? caller.id() : null;
    }

    private static boolean isOf(String poster, String actor) {
        return poster == null || actor.endsWith(poster);
    }

    /** Lists transactions. */
    @GET
    @Operation(
            operationId = "listTransactions",
            summary = "List transactions, the newest first",
            description =
                    "A client without `books:read` gets those that it has posted, itself or by tokens it got for members.")
    public Page<TransactionView> list(
            @PathParam("community") String community,
            @QueryParam("kind") TransactionKind kind,
            @QueryParam("from") @Parameter(description = "First effective day") LocalDate from,
            @QueryParam("to") @Parameter(description = "Last effective day") LocalDate to,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        if (from != null && to != null && to.isBefore(from)) {
            throw ProblemException.field("to", "too_small", from.toString());
        }
        Long before = Cursor.read(cursor, 1, keys -> Formats.wholeNumber(keys.get(0)));
        int size = Paging.limit(limit);
        return Page.of(
                        transactions.list(
                                communities.idOf(community),
                                new Transactions.Filter(kind, from, to, poster(community)),
                                before == null ? Long.MAX_VALUE : before,
                                size),
                        size,
                        stored -> Cursor.after(stored.transaction().sequence()))
                .map(TransactionView::of);
    }

    /** Reads a transaction. */
    @GET
    @Path("/{sequence}")
    @Operation(
            operationId = "getTransaction",
            summary = "Read a transaction",
            description =
                    "A client without `books:read` reads those that it has posted, itself or by tokens it got for members.")
    public TransactionView get(@PathParam("community") String community, @PathParam("sequence") long sequence) {
        return transactions
                .find(communities.idOf(community), sequence)
                .filter(stored -> isOf(poster(community), stored.transaction().actor()))
                .map(TransactionView::of)
                .orElseThrow(() -> ProblemException.variant(ErrorCode.NOT_FOUND, "transaction", sequence));
    }
}
