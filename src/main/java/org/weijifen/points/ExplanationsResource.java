package org.weijifen.points;

import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.Permission;
import org.weijifen.platform.http.RequestInfo;
import org.weijifen.platform.id.MemberId;

/** Explanations of balances. */
@Path("/v1/communities/{community}/members/{memberId}/balance/explanation")
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
public class ExplanationsResource {
    private final Explanations explanations;

    ExplanationsResource(Explanations explanations) {
        this.explanations = explanations;
    }

    /** Explains a balance. */
    @GET
    @Operation(
            operationId = "explainBalance",
            summary = "List the facts that each number of a member's balance is the sum of",
            description =
                    "In plain words, in the language of Accept-Language. For each figure the newest 200 facts stand one"
                            + " by one, what came before them in one line with its count and sum; the statement has all of it. Points"
                            + " that lapsed and whose expiry is not posted yet count as expired, as in the balance. A task is called"
                            + " as it is today.")
    public ExplanationView explain(
            @PathParam("community") String community,
            @PathParam("memberId") MemberId memberId,
            @QueryParam("at")
                    @Parameter(description = "A day in the community's time zone, not in the future; now when absent")
                    LocalDate at,
            @Context RoutingContext request) {
        return explanations.explain(
                community, memberId, at, RequestInfo.of(request).locale());
    }
}
