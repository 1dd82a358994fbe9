package org.weijifen.audit;

import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
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
import org.weijifen.platform.Page;
import org.weijifen.platform.Text;
import org.weijifen.platform.http.RequestInfo;

/** The security log of the service itself: sign-ins, accounts, and what is about no community. */
@Path("/v1/security-log")
@RolesAllowed(Permission.ADMINISTRATOR)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Security log")
public class ServiceSecurityLogResource {

    private final LogAnswers answers;

    ServiceSecurityLogResource(LogAnswers answers) {

        this.answers = answers;
    }

    /** Lists lines. */
    @GET
    @Operation(
            operationId = "listServiceSecurityLog",
            summary = "List the security log of the service itself, the newest lines first",
            description =
                    "Sign-ins and their refusals, accounts, and what is about no community. User names stand there as keyed hashes only.")
    public Page<LogAnswers.LineView> list(
            @QueryParam("from") @Parameter(description = "Earliest time") Instant from,
            @QueryParam("to") @Parameter(description = "Time before which") Instant to,
            @QueryParam("kind") @Parameter(description = "What happened") SecurityEventKind kind,
            @QueryParam("actor") @Text @Size(max = 200) @Parameter(description = "Id of who did it") String actor,
            @QueryParam("subject") @Text @Size(max = 200) @Parameter(description = "Id of what it is about")
                    String subject,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        return answers.list(Chain.SERVICE, new Lines.Filter(from, to, kind, actor, subject), limit, cursor);
    }

    /** Exports the log. */
    @GET
    @Path("/export")
    @AccountLookup
    @Produces(LogAnswers.JSON_LINES)
    @Logged(value = SecurityEventKind.EXPORT, what = "security-log")
    @Operation(
            operationId = "exportServiceSecurityLog",
            summary = "Export the security log of the service itself as JSON lines that anyone can check",
            description =
                    "One object of canonical JSON (RFC 8785) on each line, in order of `sequence`. `hash` is that of the export of the"
                            + " books. Before the oldest line stands the `previousHash` of the verification. The export itself is"
                            + " the last line.")
    @APIResponse(
            responseCode = "200",
            description = "The lines",
            content = @Content(mediaType = LogAnswers.JSON_LINES, schema = @Schema(type = SchemaType.STRING)))
    public Response export() {
        return answers.export(Chain.SERVICE, "weijifen");
    }

    /** Verifies the log. */
    @GET
    @Path("/verification")
    @Operation(
            operationId = "verifyServiceSecurityLog",
            summary = "Replay the security log of the service itself and compare it with where it should begin and end",
            description =
                    "A line that was changed, removed or added shows, at the beginning and at the end too, but for who can change the"
                            + " chain's head as well: keep exports or hashes elsewhere. It only reads.")
    public LogAnswers.VerificationView verify(@Context RoutingContext request) {
        return answers.verify(Chain.SERVICE, RequestInfo.of(request).locale());
    }
}
