package org.weijifen.settlement;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.Permission;
import org.weijifen.merchant.MerchantService;
import org.weijifen.platform.Page;
import org.weijifen.platform.Paging;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RewardId;

/** The entries of a merchant's dues over HTTP. */
@Path("/v1/communities/{community}/merchants/{merchantId}/dues")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Merchants")
@RolesAllowed({Permission.REVIEWER, Permission.APPROVER, Permission.AUDITOR, Permission.MERCHANT})
public class DuesResource {
    private final MerchantService merchants;
    private final MerchantDueLists dues;

    DuesResource(MerchantService merchants, MerchantDueLists dues) {
        this.merchants = merchants;
        this.dues = dues;
    }

    /** Lists the entries. */
    @GET
    @Operation(
            operationId = "listMerchantDues",
            summary = "List what a merchant is owed, entry by entry, the newest first",
            description = "`from` and `to` are days, both included; `open=true` shows what no live settlement has yet.")
    public Page<MerchantDueLists.DueView> list(
            @PathParam("community") String community,
            @PathParam("merchantId") MerchantId merchantId,
            @QueryParam("rewardId") RewardId rewardId,
            @QueryParam("from") LocalDate from,
            @QueryParam("to") LocalDate to,
            @QueryParam("direction") MerchantDueLists.Direction direction,
            @QueryParam("open") Boolean open,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        if (from != null && to != null && to.isBefore(from)) {
            throw ProblemException.field("to", "too_small", from.toString());
        }
        MerchantDueLists.Filter filter =
                new MerchantDueLists.Filter(merchantId, null, rewardId, from, to, direction, open);
        return dues.page(
                merchants.requireCommunity(community, merchantId),
                filter,
                MerchantDueLists.Position.read(cursor),
                Paging.limit(limit));
    }
}
