package org.weijifen.access;

import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Text;

/** Sign-in over HTTP. */
@Path("/v1/tokens")
@Tag(name = "Access")
public class TokenResource {
    private final SignIn signIn;

    TokenResource(SignIn signIn) {
        this.signIn = signIn;
    }

    /** What somebody signs in with. */
    @Schema(description = "Either `username` and `password`, or `clientId` and `clientSecret`")
    public record Credentials(
            @Text @Size(max = 64) String username,
            @Text @Size(max = 72) String password,
            UUID clientId,
            @Text @Size(max = 72) String clientSecret) {

        boolean isUser() {
            return username != null && password != null && clientId == null && clientSecret == null;
        }

        boolean isClient() {
            return clientId != null && clientSecret != null && username == null && password == null;
        }
    }

    /** Signs in. */
    @POST
    @PermitAll
    @Operation(
            operationId = "createToken",
            summary = "Sign in as a user or as a client",
            description = "The token is good for `expiresIn` seconds; then sign in again.")
    @APIResponse(
            responseCode = "200",
            description = "Signed in",
            content = @Content(schema = @Schema(implementation = Tokens.Token.class)))
    public Response signIn(@NotNull @Valid Credentials given) {
        if (!given.isUser() && !given.isClient()) {
            throw ProblemException.field("username", "one_of", "username + password, clientId + clientSecret");
        }
        Tokens.Token token = given.isUser()
                ? signIn.user(given.username(), given.password())
                : signIn.client(given.clientId(), given.clientSecret());
        CacheControl never = new CacheControl();
        never.setNoStore(true);
        return Response.ok(token).cacheControl(never).build();
    }
}
