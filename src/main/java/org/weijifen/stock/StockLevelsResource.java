package org.weijifen.stock;

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
import org.weijifen.access.Permission;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.Page;
import org.weijifen.platform.Paging;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.RewardId;

/** Stock levels and movements. */
@Path("/v1/communities/{community}/stock")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Stock")
public class StockLevelsResource {
    private final StockOverview overview;
    private final Movements movements;

    StockLevelsResource(StockOverview overview, Movements movements) {
        this.overview = overview;
        this.movements = movements;
    }

    /** Shows the stock levels. */
    @GET
    @RolesAllowed({Permission.STAFF, Permission.CATALOGUE_READ})
    @Operation(
            operationId = "getStock",
            summary = "List goods with where their units are, in order of their codes",
            description = "Retired goods too. What is not kept in stock is not listed.")
    public Page<StockOverview.StockItem> overview(
            @PathParam("community") String community,
            @QueryParam("lowStock")
                    @Parameter(description = "`true`: only goods that run low; `false`: only the others")
                    Boolean lowStock,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        return overview.page(community, lowStock, Cursor.readCode(cursor), Paging.limit(limit));
    }

    /** Lists movements. */
    @GET
    @Path("/movements")
    @RolesAllowed({Permission.CATALOGUE, Permission.REVIEWER, Permission.APPROVER, Permission.AUDITOR})
    @Operation(
            operationId = "listStockMovements",
            summary = "List what happened to units of rewards, the newest first",
            description =
                    "A page looks at a bounded part of the books. With a filter that little fits it may have fewer items than"
                            + " `limit`, even none, and yet a `nextCursor`: go on until there is none. Give both `from` and `to`, at"
                            + " most a year apart, to have only their part of the books looked at.")
    public Page<Movements.Movement> movements(
            @PathParam("community") String community,
            @QueryParam("rewardId") RewardId rewardId,
            @QueryParam("stationId") @Parameter(description = "Id of a station, or `main`") String stationId,
            @QueryParam("kind") TransactionKind kind,
            @QueryParam("from") @Parameter(description = "First effective day") LocalDate from,
            @QueryParam("to") @Parameter(description = "Last effective day") LocalDate to,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        if (from != null && to != null && to.isBefore(from)) {
            throw ProblemException.field("to", "too_small", from.toString());
        }
        Movements.Filter filter = new Movements.Filter(rewardId, StationFilter.read(stationId), kind, from, to);
        return movements.page(community, filter, Movements.Position.read(cursor), Paging.limit(limit));
    }
}
