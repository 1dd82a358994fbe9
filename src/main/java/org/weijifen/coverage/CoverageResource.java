package org.weijifen.coverage;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.Permission;

/** The coverage of members' points by rewards. */
@Path("/v1/communities/{community}/coverage")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Books")
@RolesAllowed({Permission.REVIEWER, Permission.APPROVER, Permission.AUDITOR, Permission.BOOKS_READ})
public class CoverageResource {
    private final Coverage coverage;

    CoverageResource(Coverage coverage) {
        this.coverage = coverage;
    }

    /** Shows the coverage. */
    @GET
    @Operation(
            operationId = "getCoverage",
            summary = "Weigh outstanding points against what they could be redeemed for",
            description =
                    "Everything is as of one transaction of the books, `sequence`, and follows from their balances and"
                            + " the catalogue; each figure says how. Points that are free are weighed against goods on the shelf;"
                            + " points that are held stand beside what is reserved for them. Goods on the shelf are limited,"
                            + " services and merchants' packages are not and stand apart.")
    public CoverageView get(@PathParam("community") String community) {
        return coverage.of(community);
    }
}
