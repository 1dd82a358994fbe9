package org.weijifen.access;

import io.quarkus.security.Authenticated;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.http.BodyLimit;
import org.weijifen.platform.http.ClientAddresses;
import org.weijifen.platform.http.RequestInfo;

/** Sign-in. */
@Path("/v1/tokens")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Access")
public class TokensResource {
    private static final int MAX_LENGTH = 200;

    private final SignInService signIn;
    private final ClientAddresses addresses;
    private final RoutingContext request;
    private final Caller caller;

    TokensResource(SignInService signIn, ClientAddresses addresses, RoutingContext request, Caller caller) {
        this.signIn = signIn;
        this.addresses = addresses;
        this.request = request;
        this.caller = caller;
    }

    /** One pair of the two. */
    record Credentials(
            @Schema(description = "With `password`: signs staff in", examples = "admin") @Size(max = MAX_LENGTH) String username,

            @Size(max = MAX_LENGTH) String password,

            @Schema(
                    description =
                            "With `username`, once a second factor is enrolled: what the authenticator shows, or a recovery"
                                    + " code")
            @Size(max = MAX_LENGTH) String code,

            @Schema(description = "With `clientSecret`: signs another system in") @Size(max = MAX_LENGTH) String clientId,

            @Size(max = MAX_LENGTH) String clientSecret) {}

    @POST
    @PermitAll
    @BodyLimit(size = "4K", patience = "5s")
    @Operation(
            operationId = "createToken",
            summary = "Sign in",
            description =
                    "With `username` and `password` (and `code`, once a second factor is enrolled), or with `clientId` and"
                            + " `clientSecret`. One answer refuses all wrong ones: ask for the code whenever it was not given.")
    @APIResponse(
            responseCode = "200",
            description = "A token",
            content = @Content(schema = @Schema(implementation = Tokens.Token.class)))
    public CompletionStage<Tokens.Token> create(@NotNull @Valid Credentials given) {
        if (given.username() == null && given.clientId() == null) {
            throw ProblemException.field("username", "one_of", "username, clientId");
        }
        if (given.username() != null) {
            refuse(given.clientId(), "clientId", "username");
            refuse(given.clientSecret(), "clientSecret", "username");
            return signIn.signInUser(
                    given.username(),
                    required(given.password(), "password"),
                    given.code(),
                    addresses.of(request),
                    RequestInfo.of(request).id());
        }
        refuse(given.code(), "code", "clientId");
        refuse(given.password(), "password", "clientId");
        return signIn.signInClient(
                given.clientId(),
                required(given.clientSecret(), "clientSecret"),
                addresses.of(request),
                RequestInfo.of(request).id());
    }

    @DELETE
    @Path("/current")
    @Authenticated
    @WhilePending
    @Operation(
            operationId = "endToken",
            summary = "Sign out: end the token of this request",
            description = "Every instance refuses it within 5 seconds.")
    @APIResponse(responseCode = "204", description = "Ended")
    public void end() {
        caller.signOut();
    }

    private static void refuse(String value, String field, String other) {
        if (value != null) {
            throw ProblemException.field(field, "both_given", other);
        }
    }

    private static String required(String value, String field) {
        if (value == null) {
            throw ProblemException.field(field, "required");
        }
        return value;
    }
}
