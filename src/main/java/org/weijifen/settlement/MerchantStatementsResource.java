package org.weijifen.settlement;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.YearMonth;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.Permission;
import org.weijifen.ledger.EarliestDay;
import org.weijifen.merchant.MerchantService;
import org.weijifen.platform.id.MerchantId;

/** Statements of what merchants are owed, by month, over HTTP. */
@Path("/v1/communities/{community}/merchants/{merchantId}/statements/{month}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Merchants")
@RolesAllowed({Permission.REVIEWER, Permission.APPROVER, Permission.AUDITOR, Permission.MERCHANT})
public class MerchantStatementsResource {
    private final MerchantService merchants;
    private final MerchantStatements statements;

    MerchantStatementsResource(MerchantService merchants, MerchantStatements statements) {
        this.merchants = merchants;
        this.statements = statements;
    }

    /** Shows a statement. */
    @GET
    @Operation(
            operationId = "getMerchantStatement",
            summary = "Show what happened to what a merchant is owed in a month",
            description = "Out of the books, by effective days. Each line leads to its entries and transactions.")
    public MerchantStatement get(
            @PathParam("community") String community,
            @PathParam("merchantId") MerchantId merchantId,
            @PathParam("month") YearMonth month) {
        EarliestDay.require(month);
        return statements.of(community, merchants.requireCommunity(community, merchantId), merchantId, month);
    }
}
