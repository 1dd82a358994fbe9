package org.weijifen.points;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.Permission;
import org.weijifen.platform.id.MemberId;

/** The balance of a member. */
@Path("/v1/communities/{community}/members/{memberId}/balance")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Points")
@RolesAllowed({
    Permission.COUNTER,
    Permission.REVIEWER,
    Permission.APPROVER,
    Permission.AUDITOR,
    Permission.BALANCES_READ,
    Permission.MEMBER
})
public class BalancesResource {
    private final CurrentBalances current;
    private final Balances balances;
    private final ExecutorService workers;

    BalancesResource(CurrentBalances current, Balances balances, ExecutorService workers) {
        this.current = current;
        this.balances = balances;
        this.workers = workers;
    }

    /** Shows a balance. */
    @GET
    @Operation(
            operationId = "getBalance",
            summary = "Show a member's points, now or at the end of a day",
            description = "Points expire at the end of their last day in the community's time zone.")
    public CompletionStage<Balances.BalanceView> get(
            @PathParam("community") String community,
            @PathParam("memberId") MemberId memberId,
            @QueryParam("at")
                    @Parameter(description = "A day in the community's time zone, not in the future; now when absent")
                    LocalDate at) {
        return at == null
                ? current.of(community, memberId)
                : CompletableFuture.supplyAsync(() -> balances.atEndOf(at, community, memberId), workers);
    }
}
