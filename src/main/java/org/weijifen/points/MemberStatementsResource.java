package org.weijifen.points;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.Permission;
import org.weijifen.platform.Page;
import org.weijifen.platform.Paging;
import org.weijifen.platform.id.MemberId;

/** The statement of a member's points. */
@Path("/v1/communities/{community}/members/{memberId}/statement")
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
public class MemberStatementsResource {
    private final MemberStatements statements;

    MemberStatementsResource(MemberStatements statements) {
        this.statements = statements;
    }

    /** Shows a statement. */
    @GET
    @Operation(
            operationId = "getStatement",
            summary = "List a member's transactions with the balance after each, the newest first")
    public Page<MemberStatements.StatementItem> get(
            @PathParam("community") String community,
            @PathParam("memberId") MemberId memberId,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        return statements.page(community, memberId, MemberStatements.Position.read(cursor), Paging.limit(limit));
    }
}
