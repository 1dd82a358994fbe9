package org.weijifen.audit;

import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.AccountLookup;
import org.weijifen.access.Logged;
import org.weijifen.access.Permission;
import org.weijifen.access.SecurityEventKind;
import org.weijifen.community.Communities;
import org.weijifen.platform.Page;
import org.weijifen.platform.Text;
import org.weijifen.platform.http.RequestInfo;

/** The security log of a community. */
@Path("/v1/communities/{community}/security-log")
@RolesAllowed(Permission.AUDITOR)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Security log")
public class SecurityLogResource {
    private final Communities communities;
    private final LogAnswers answers;

    SecurityLogResource(Communities communities, LogAnswers answers) {
        this.communities = communities;
        this.answers = answers;
    }

    /** Lists lines. */
    @GET
    @Operation(
            operationId = "listSecurityLog",
            summary = "List the security log of the community, the newest lines first",
            description =
                    "What was added, changed, read and exported in the community, and who was refused. Names, telephone numbers and other personal values stand there as keyed hashes only.")
    public Page<LogAnswers.LineView> list(
            @PathParam("community") String community,
            @QueryParam("from") @Parameter(description = "Earliest time") Instant from,
            @QueryParam("to") @Parameter(description = "Time before which") Instant to,
            @QueryParam("kind") @Parameter(description = "What happened") SecurityEventKind kind,
            @QueryParam("actor") @Text @Size(max = 200) @Parameter(description = "Id of who did it") String actor,
            @QueryParam("subject") @Text @Size(max = 200) @Parameter(description = "Id of what it is about")
                    String subject,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        return answers.list(
                communities.idOf(community), new Lines.Filter(from, to, kind, actor, subject), limit, cursor);
    }

    /** Exports the log. */
    @GET
    @Path("/export")
    @AccountLookup
    @Produces(LogAnswers.JSON_LINES)
    @Logged(value = SecurityEventKind.EXPORT, what = "security-log")
    @Operation(
            operationId = "exportSecurityLog",
            summary = "Export the security log of the community as JSON lines that anyone can check",
            description =
                    "One object of canonical JSON (RFC 8785) on each line, in order of `sequence`. `hash` is that of the export of the"
                            + " books. Before the oldest line stands the `previousHash` of the verification. The export itself is"
                            + " the last line.")
    @APIResponse(
            responseCode = "200",
            description = "The lines",
            content = @Content(mediaType = LogAnswers.JSON_LINES, schema = @Schema(type = SchemaType.STRING)))
    public Response export(@PathParam("community") String community) {
        return answers.export(communities.idOf(community), community);
    }

    /** Verifies the log. */
    @GET
    @Path("/verification")
    @Operation(
            operationId = "verifySecurityLog",
            summary = "Replay the security log of the community and compare it with where it should begin and end",
            description =
                    "A line that was changed, removed or added shows, at the beginning and at the end too, but for who can change the"
                            + " chain's head as well: keep exports or hashes elsewhere. It only reads.")
    public LogAnswers.VerificationView verify(
            @PathParam("community") String community, @Context RoutingContext request) {
        return answers.verify(
                communities.idOf(community), RequestInfo.of(request).locale());
    }
}
